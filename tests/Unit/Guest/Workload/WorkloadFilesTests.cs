using Lobsterd.Domain.Agent;
using Lobsterd.Guest.Users;
using Lobsterd.Guest.Workload;
using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Workload;

public sealed class WorkloadFilesTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly UserAccount us;

    public WorkloadFilesTests()
    {
        var owner = FileStat.Of(scratch.Path).Value;
        us = new UserAccount("us", owner.UserId, owner.GroupId, [], "/", "/bin/sh");
    }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void a_file_is_made_with_its_folders_and_mode()
    {
        Assert.True(Lay("/home/tenant/.bot/bot.json", 0x1A0, "made").IsSuccess);

        Assert.Equal("made", File.ReadAllText(scratch["home/tenant/.bot/bot.json"]));
        Assert.Equal((UnixFileMode)0x1A0, File.GetUnixFileMode(scratch["home/tenant/.bot/bot.json"]));
    }

    [Fact]
    public void what_is_there_stays()
    {
        File.WriteAllText(scratch["bot.json"], "the workload's own");

        Assert.True(Lay("/bot.json", 0x180, "made").IsSuccess);

        Assert.Equal("the workload's own", File.ReadAllText(scratch["bot.json"]));
    }

    [Theory]
    [InlineData("/home/bot/x.conf")]
    [InlineData("/home/bot/deeper/x.conf")]
    public void nothing_is_made_through_a_link_that_the_workload_may_have_laid(string path)
    {
        _ = Directory.CreateDirectory(scratch["home"]);
        _ = Directory.CreateDirectory(scratch["etc"]);
        _ = File.CreateSymbolicLink(scratch["home/bot"], scratch["etc"]);

        Assert.Equal(WorkloadErrors.FileRefused, Lay(path, 0x180, "made").Error.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch["etc"]));
    }

    [Fact]
    public void nothing_is_made_in_the_place_of_a_link_to_nowhere()
    {
        _ = File.CreateSymbolicLink(scratch["x.conf"], scratch["y.conf"]);

        Assert.True(Lay("/x.conf", 0x180, "made").IsSuccess);

        Assert.Equal(scratch["y.conf"], new FileInfo(scratch["x.conf"]).LinkTarget);
        Assert.False(File.Exists(scratch["y.conf"]));
    }

    private CSharpFunctionalExtensions.UnitResult<Lobsterd.Domain.Errors.LobsterError> Lay(string path, int mode, string content) =>
        new WorkloadFiles(scratch.Path).Lay([new WorkloadFile(path, mode, content)], us);
}
