using System.Text;
using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Files;

public sealed class VolatileFileTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData(0x180)]
    [InlineData(0x124)]
    public void a_replaced_file_has_the_new_content_and_the_mode_and_leaves_nothing_beside_it(int mode)
    {
        File.WriteAllText(scratch["a.json"], "old");

        Assert.True(VolatileFile.Replace(scratch["a.json"], "new"u8, mode).IsSuccess);

        Assert.Equal("new", File.ReadAllText(scratch["a.json"]));
        Assert.Equal(mode, FileStat.Of(scratch["a.json"]).Value.Mode);
        Assert.Single(Directory.GetFileSystemEntries(scratch.Path));
    }

    [Fact]
    public void a_link_is_replaced_and_not_followed()
    {
        File.WriteAllText(scratch["victim"], "untouched");
        _ = File.CreateSymbolicLink(scratch["a.json"], scratch["victim"]);

        Assert.True(VolatileFile.Replace(scratch["a.json"], "new"u8, 0x180).IsSuccess);

        Assert.Equal("untouched", File.ReadAllText(scratch["victim"]));
        Assert.Equal(FileKind.File, FileStat.Of(scratch["a.json"]).Value.Type);
    }

    [Fact]
    public void a_missing_folder_is_said_to_be_missing() =>
        Assert.Equal(FileErrors.Missing, VolatileFile.Replace(scratch["no/a.json"], "x"u8, 0x180).Error.Code);

    [Fact]
    public void a_failed_rename_leaves_the_old_and_nothing_beside_it()
    {
        _ = Directory.CreateDirectory(scratch["a.json"]);

        Assert.True(VolatileFile.Replace(scratch["a.json"], "new"u8, 0x180).IsFailure);

        Assert.Equal([scratch["a.json"]], Directory.GetFileSystemEntries(scratch.Path));
    }

    [Fact]
    public async Task a_reader_never_sees_a_part()
    {
        var contents = Enumerable.Range(0, 8).Select(n => new string((char)('a' + n), 20_000)).ToArray();
        _ = VolatileFile.Replace(scratch["f"], Encoding.ASCII.GetBytes(contents[0]), 0x180);
        using var done = new CancellationTokenSource();
        var reader = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested) Assert.Contains(File.ReadAllText(scratch["f"]), contents);
            },
            TestContext.Current.CancellationToken);

        for (var i = 0; i < 200; i++) Assert.True(VolatileFile.Replace(scratch["f"], Encoding.ASCII.GetBytes(contents[i % 8]), 0x180).IsSuccess);

        await done.CancelAsync();
        await reader;
    }
}
