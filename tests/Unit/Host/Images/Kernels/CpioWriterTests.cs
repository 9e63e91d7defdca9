using System.Text;
using CsCheck;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Tests.Fixtures.Kernels;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Images.Kernels;

public sealed class CpioWriterTests
{
    private const UnixFileMode Mode755 = (UnixFileMode)0b111_101_101;

    [Fact]
    public void a_small_archive_has_these_bytes()
    {
        var archive = Write(writer =>
        {
            writer.WriteDirectory("dev", Mode755);
            writer.WriteCharacterDevice("dev/console", UnixFileMode.UserRead | UnixFileMode.UserWrite, 5, 1);
            writer.WriteFile("init", Mode755, "hello"u8);
        });

        // magic, inode, mode, uid, gid, links, time, size, device, device of its own, length of the name, no checksum
        string[] expected =
        [
            "070701 00000001 000041ED 00000000 00000000 00000002 00000000 00000000 00000000 00000000 00000000 00000000 00000004 00000000 dev000",
            "070701 00000002 00002180 00000000 00000000 00000001 00000000 00000000 00000000 00000000 00000005 00000001 0000000C 00000000 dev/console000",
            "070701 00000003 000081ED 00000000 00000000 00000001 00000000 00000005 00000000 00000000 00000000 00000000 00000005 00000000 init00hello000",
            "070701 00000000 00000000 00000000 00000000 00000001 00000000 00000000 00000000 00000000 00000000 00000000 0000000B 00000000 TRAILER!!!0000",
        ];
        Assert.Equal(string.Concat(expected).Replace(" ", "", StringComparison.Ordinal), Encoding.ASCII.GetString(archive).Replace('\0', '0'));
    }

    private static readonly Gen<(string Name, byte[] Content)[]> Files =
        Gen.Select(Gen.String[Gen.Char["abc-_.9ü"], 1, 40].Where(name => name is not ("." or "..")), Gen.Byte.Array[0, 300]).Array[0, 12];

    [Fact]
    public void what_is_written_is_read_back() => Files.Sample(files =>
    {
        var archive = Write(writer =>
        {
            foreach (var (name, content) in files) writer.WriteFile(name, UnixFileMode.UserRead, content);
        });

        var entries = CpioReader.Read(archive);
        return entries.Select(entry => entry.Name).SequenceEqual(files.Select(file => file.Name))
            && entries.Zip(files).All(pair => pair.First.Content.AsSpan().SequenceEqual(pair.Second.Content))
            && entries.Select(entry => entry.Inode).SequenceEqual(Enumerable.Range(1, files.Length).Select(i => (uint)i))
            && entries.All(entry => entry is { Mode: 0x8100, Time: 0, Links: 1 });
    });

    [Theory]
    [InlineData("")]
    [InlineData("/init")]
    [InlineData("a//b")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData("a/")]
    [InlineData("a\0b")]
    [InlineData("TRAILER!!!")]
    public void a_name_that_is_no_path_within_the_archive_is_a_bug(string path) =>
        Assert.Throws<ArgumentException>(() => new CpioWriter(Stream.Null).WriteFile(path, default, []));

    private static byte[] Write(Action<CpioWriter> write)
    {
        using var output = new MemoryStream();
        var writer = new CpioWriter(output);
        write(writer);
        writer.Finish();
        return output.ToArray();
    }
}
