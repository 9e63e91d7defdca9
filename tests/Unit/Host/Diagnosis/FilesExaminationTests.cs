using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Layout;
using Lobsterd.Host.Diagnosis;
using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Diagnosis;

/// <summary>What the doctor says about lobsterd's own files.</summary>
public sealed class FilesExaminationTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ScratchFolder root = new();
    private readonly LobsterdPaths paths;
    private readonly uint me;

    public FilesExaminationTests()
    {
        paths = new LobsterdPaths(root.Path);
        me = FileStat.Of(root.Path).Value.UserId;
        _ = Directory.CreateDirectory(paths.Etc);
        File.WriteAllText(paths.Registry, "{}");
        File.SetUnixFileMode(paths.Registry, OwnerOnly);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task closed_files_of_their_owner_are_fine()
    {
        var check = await ExamineAsync(me);

        Assert.Equal(CheckStatus.Ok, check.Status);
        Assert.Null(check.Hint);
    }

    [Fact]
    public async Task a_registry_that_others_read_is_told_with_its_mode()
    {
        File.SetUnixFileMode(paths.Registry, OwnerOnly | UnixFileMode.OtherRead);

        var check = await ExamineAsync(me);

        Assert.Equal(CheckStatus.Fail, check.Status);
        Assert.Contains($"{paths.Registry} has mode 604", check.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_folder_that_others_write_is_told()
    {
        File.SetUnixFileMode(paths.Etc, OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.GroupWrite);

        Assert.Contains($"{paths.Etc} has mode 720", (await ExamineAsync(me)).Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_file_of_somebody_else_is_told() =>
        Assert.Contains($"{paths.Registry} is user {me}'s", (await ExamineAsync(me + 1)).Found, StringComparison.Ordinal);

    [Fact]
    public async Task what_cannot_be_looked_at_is_unknown()
    {
        // A file where a folder should be: nothing below it can be reached.
        Directory.Delete(paths.Etc, recursive: true);
        File.CreateSymbolicLink(paths.Etc, paths.Etc);

        Assert.Equal(CheckStatus.Unknown, (await ExamineAsync(me)).Status);
    }

    public void Dispose() => root.Dispose();

    private Task<HostCheck> ExamineAsync(uint owner) => new FilesExamination(paths, root.Path, owner).ExamineAsync(Stop);
}
