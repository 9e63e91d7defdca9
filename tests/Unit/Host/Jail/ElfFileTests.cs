using CsCheck;
using Lobsterd.Host.Jail;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Jail;

public sealed class ElfFileTests
{
    private static readonly byte[] Shell = File.ReadAllBytes("/bin/sh");

    [Fact]
    public void a_program_names_its_loader_and_its_libraries()
    {
        var elf = ElfFile.Read("/bin/sh").Value;

        Assert.Equal("/lib64/ld-linux-x86-64.so.2", elf.Interpreter);
        Assert.Contains("libc.so.6", elf.Needed);
    }

    [Fact]
    public void the_loader_itself_needs_nothing()
    {
        var elf = ElfFile.Read("/lib64/ld-linux-x86-64.so.2").Value;

        Assert.Null(elf.Interpreter);
        Assert.Empty(elf.Needed);
    }

    [Fact]
    public void what_is_no_program_is_refused() => Assert.Equal(VmJailErrors.ProgramUnreadable, ElfFile.Read("/etc/passwd").Error.Code);

    [Fact]
    public void a_damaged_file_is_refused_and_never_throws() => Gen.Select(Gen.Int[0, 4096], Gen.Byte, Gen.Int[0, 8000]).Array[1, 8].Sample(damages =>
    {
        var bytes = Shell.ToArray();
        foreach (var (at, value, _) in damages) bytes[at] = value;
        using var file = new MemoryStream(bytes, 0, Math.Min(bytes.Length, 64 + damages[0].Item3));
        _ = ElfFile.Parse(file, "/bin");
        using var whole = new MemoryStream(bytes);
        _ = ElfFile.Parse(whole, "/bin");
    });

    [Fact]
    public void no_bytes_make_the_parser_throw() => Gen.Byte.Array[0, 400].Sample(bytes =>
    {
        byte[] header = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, .. bytes];
        using var file = new MemoryStream(header);
        _ = ElfFile.Parse(file, "/bin");
    });
}
