using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Files;

public sealed class FileChangesTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task what_was_there_before_is_the_first_change()
    {
        using var changes = new FileChanges(scratch["file"]);

        Assert.True(await changes.NextAsync(Token));
    }

    [Fact]
    public async Task writing_replacing_and_renaming_are_told_and_removing_ends_it()
    {
        File.WriteAllText(scratch["file"], "one");
        using var changes = new FileChanges(scratch["file"]);
        Assert.True(await changes.NextAsync(Token));

        File.AppendAllText(scratch["file"], "two");
        Assert.True(await changes.NextAsync(Token));
        File.WriteAllText(scratch["other"], "three");
        File.Move(scratch["other"], scratch["file"], overwrite: true);
        Assert.True(await changes.NextAsync(Token));
        File.Delete(scratch["file"]);

        while (await changes.NextAsync(Token)) { }
    }

    [Fact]
    public async Task another_file_of_the_folder_is_not_told_of()
    {
        using var changes = new FileChanges(scratch["file"]);
        Assert.True(await changes.NextAsync(Token));
        File.WriteAllText(scratch["other"], "not asked for");
        File.WriteAllText(scratch["file"], "asked for");

        // News come in order: this one is of the second.
        Assert.True(await changes.NextAsync(Token));
        Assert.True(File.Exists(scratch["file"]));
    }
}
