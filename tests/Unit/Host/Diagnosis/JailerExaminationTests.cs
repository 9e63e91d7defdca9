using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Layout;
using Lobsterd.Host.Diagnosis;
using Lobsterd.Host.Hypervisors.Firecracker;
using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Diagnosis;

/// <summary>What the doctor says about programs that root starts for tenants.</summary>
public sealed class JailerExaminationTests : IDisposable
{
    private const UnixFileMode Program = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute;

    private readonly ScratchFolder root = new();

    public JailerExaminationTests()
    {
        foreach (var name in (string[])["firecracker", "jailer"])
        {
            File.WriteAllText(root[name], "");
            File.SetUnixFileMode(root[name], Program);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task programs_that_only_their_owner_changes_are_fine()
    {
        var check = await ExamineAsync(OwnerOf("/"));

        // The scratch folder is whoever's runs the tests; above it all is root's.
        Assert.Equal(OwnerOf(root.Path) == 0 ? CheckStatus.Ok : CheckStatus.Fail, check.Status);
    }

    [Fact]
    public async Task a_jailer_that_others_write_is_told_with_its_mode()
    {
        File.SetUnixFileMode(root["jailer"], Program | UnixFileMode.OtherWrite);

        var check = await ExamineAsync(OwnerOf(root.Path));

        Assert.Equal(CheckStatus.Fail, check.Status);
        Assert.Contains($"{root["jailer"]} has mode 703", check.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task somebody_elses_firecracker_is_told() => Assert.Contains(
        $"{root["firecracker"]} is user {OwnerOf(root.Path)}'s", (await ExamineAsync(OwnerOf(root.Path) + 1)).Found, StringComparison.Ordinal);

    [Fact]
    public async Task a_jailer_that_is_not_there_is_unknown()
    {
        File.Delete(root["jailer"]);

        Assert.Equal(CheckStatus.Unknown, (await ExamineAsync(OwnerOf(root.Path))).Status);
    }

    public void Dispose() => root.Dispose();

    private static uint OwnerOf(string path) => FileStat.Of(path).Value.UserId;

    private Task<HostCheck> ExamineAsync(uint owner)
    {
        var places = new FirecrackerPlaces(new HypervisorConfig { FirecrackerProgram = root["firecracker"] }, new LobsterdPaths(root.Path));
        return new JailerExamination(places, owner).ExamineAsync(Stop);
    }
}
