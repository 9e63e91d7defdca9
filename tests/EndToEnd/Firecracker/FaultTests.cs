using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Service;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Firecracker;

/// <summary>A Firecracker that fails in every way that it can: the spawn fails with its reason, and nothing of it is left.</summary>
public sealed class FaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task every_fault_fails_the_spawn_and_leaves_nothing()
    {
        await using var stand = await ReadyAsync();
        var before = await HostPicture.TakeAsync(stand, Stop);
        foreach (var (name, fault) in Faults.All)
        {
            stand.Standin!.Choose(fault);
            var outcome = await stand.Reef.SpawnAsync("alice", Stop);

            Assert.True(outcome.Problem is { Code.Length: > 0 }, $"{name}: the spawn went through");
            Assert.True(outcome.Problem.Code.StartsWith("vm.", StringComparison.Ordinal), $"{name}: {outcome.Problem.Code}: {outcome.Problem.Detail}");
            Assert.Null(await stand.Reef.FindAsync("alice", Stop));
            Assert.Empty((await HostPicture.TakeAsync(stand, Stop)).DifferencesFrom(before));
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {outcome.Problem.Detail}");
        }

        stand.Standin!.Choose();
        Assert.Equal("running", (await stand.Reef.SpawnAsync("alice", Stop)).Tenant.State);
    }

    [Fact]
    public async Task an_exit_code_is_told_with_its_meaning()
    {
        await using var stand = await ReadyAsync();
        stand.Standin!.Choose(Faults.All["dies over a disk by a forbidden system call"]);

        var outcome = await stand.Reef.SpawnAsync("alice", Stop);

        Assert.Contains("Firecracker ended with exit code 148: a system call that its filter forbids", outcome.Problem!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task files_that_it_leaves_in_its_jail_go_at_eviction()
    {
        await using var stand = await ReadyAsync();
        var before = await HostPicture.TakeAsync(stand, Stop);
        stand.Standin!.Choose(Faults.Leaving("/run/left"), Faults.Leaving("/left-too"));

        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        Assert.Equal(2, Directory.EnumerateFiles(stand.Paths.Jails, "left*", SearchOption.AllDirectories).Count());
        Assert.Contains("alice", await stand.Web.GetStringAsync(alice.Url, Stop), StringComparison.Ordinal);
        _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();

        Assert.Empty((await HostPicture.TakeAsync(stand, Stop)).DifferencesFrom(before));
    }

    [Fact]
    public async Task all_that_is_asked_of_it_is_what_its_api_takes()
    {
        await using var stand = await ReadyAsync();
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        _ = await stand.Reef.ListAsync(Stop);
        _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();

        var requests = stand.Standin!.Requests();
        Assert.Empty(stand.Standin.Violations());
        Assert.Contains("/boot-source", requests.Select(request => (string?)request["path"]));
        TestContext.Current.TestOutputHelper?.WriteLine($"{requests.Count} requests, 0 violations");
    }

    private static async Task<ServiceStand> ReadyAsync()
    {
        var stand = await Stands.ReadyAsync(StandMachine.FirecrackerNull);
        _ = (await stand.Reef.SpawnAsync("first", Stop)).Succeeded();
        _ = (await stand.Reef.EvictAsync("first", Stop)).Succeeded();
        return stand;
    }
}
