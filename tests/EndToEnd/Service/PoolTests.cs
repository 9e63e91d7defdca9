using System.Text.Json;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Hypervisors that wait for tenants: they serve like any other, once, and nobody but the host owns them until then.</summary>
public sealed class PoolTests
{
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_spawn_and_a_wake_find_one_that_waits_and_nothing_is_left_of_it()
    {
        await using var stand = await ReadyAsync();
        var waiting = Assert.Single(await WaitingHypervisors.WaitAsync(stand.Paths, 1, Stop));
        var before = (await HostPicture.TakeAsync(stand, Stop)).Anonymous();

        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded().Tenant;
        Assert.Equal(waiting, alice.Pid);
        Assert.Equal("alice", await AskAsync(stand, alice));
        Assert.Equal("kept", (await SayAsync(stand, "echo kept > /root/note && sync && cat /root/note")).Text);

        for (var round = 0; round < 2; round++)
        {
            waiting = Assert.Single(await WaitingHypervisors.WaitAsync(stand.Paths, 1, Stop));
            Assert.NotEqual(alice.Pid, waiting);
            _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
            Assert.Equal("alice", await AskAsync(stand, alice));
            alice = (await stand.Reef.ResumeAsync("alice", Stop)).Succeeded().Tenant;
            Assert.Equal(waiting, alice.Pid);
            Assert.Equal("kept", (await SayAsync(stand, "cat /root/note")).Text);
        }

        var report = await stand.Reef.MoltAsync(Stop);
        Assert.True(report.Healthy, string.Join('\n', report.Parties));

        _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();
        _ = await WaitingHypervisors.WaitAsync(stand.Paths, 1, Stop);
        Assert.Empty((await HostPicture.TakeAsync(stand, Stop)).Anonymous().DifferencesFrom(before));
        Assert.DoesNotContain("should have waited", stand.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_later_service_takes_up_whom_one_became_and_ends_those_that_wait()
    {
        await using var stand = await ReadyAsync();
        _ = await WaitingHypervisors.WaitAsync(stand.Paths, 1, Stop);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded().Tenant;
        _ = await WaitingHypervisors.WaitAsync(stand.Paths, 1, Stop);

        Assert.Contains(alice.Pid!.Value, WaitingHypervisors.Seated(stand.Paths));
        await stand.KillAsync();
        await stand.StartAsync(Stop);

        Assert.Equal([alice.Pid!.Value], WaitingHypervisors.Seated(stand.Paths));
        Assert.Empty(Directory.EnumerateFileSystemEntries(stand.Paths.Seats));
        Assert.Equal(("running", alice.Pid), ((await stand.Reef.FindAsync("alice", Stop))!.State, (await stand.Reef.FindAsync("alice", Stop))!.Pid));
        Assert.Equal("alice", await AskAsync(stand, alice));
        _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();
        Assert.Empty(WaitingHypervisors.Seated(stand.Paths));
    }

    [Fact]
    public async Task an_orderly_stop_and_an_uninit_leave_none_behind()
    {
        await using var stand = await ReadyAsync();
        _ = await WaitingHypervisors.WaitAsync(stand.Paths, 1, Stop);
        await stand.StopAsync(Stop);
        Assert.Empty(WaitingHypervisors.Seated(stand.Paths));

        await stand.StartAsync(Stop);
        await PrimeAsync(stand);
        _ = await WaitingHypervisors.WaitAsync(stand.Paths, 1, Stop);
        _ = (await stand.Reef.UninitAsync(Stop)).Succeeded();
        Assert.Empty(WaitingHypervisors.Seated(stand.Paths));
    }

    [Fact]
    public async Task where_none_waits_a_spawn_takes_longer_and_nothing_else()
    {
        await using var stand = await ReadyAsync();
        var waiting = Assert.Single(await WaitingHypervisors.WaitAsync(stand.Paths, 1, Stop));
        using (var process = PidFd.Open(waiting).Value)
        {
            Assert.True(process.Signal(Signals.Kill).IsSuccess);
            await process.WaitForExitAsync(Stop);
        }

        var spawned = await Task.WhenAll(stand.Reef.SpawnAsync("alice", Stop), stand.Reef.SpawnAsync("bob", Stop));
        foreach (var tenant in spawned.Select(outcome => outcome.Succeeded().Tenant)) Assert.Equal(tenant.Name, await AskAsync(stand, tenant));
    }

    [Fact]
    public async Task where_there_are_no_templates_a_boot_and_a_start_find_one_that_waits_with_the_kernel()
    {
        await using var stand = await ServiceStand.ReadyAsync(Stands.Options(StandMachine.Qemu, """{"hypervisor":{"pool":1}}"""), Stop);
        for (var boot = 0; boot < 2; boot++) await PrimeAsync(stand);
        var waiting = Assert.Single(await WaitingHypervisors.WaitAsync(stand.Paths, 1, Stop));
        var before = (await HostPicture.TakeAsync(stand, Stop)).Anonymous();

        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded().Tenant;
        Assert.Equal(waiting, alice.Pid);
        Assert.Equal("alice", await AskAsync(stand, alice));
        Assert.Equal("kept", (await SayAsync(stand, "echo kept > /root/note && sync && cat /root/note")).Text);

        waiting = Assert.Single(await WaitingHypervisors.WaitAsync(stand.Paths, 1, Stop));
        _ = (await stand.Reef.PowerAsync("stop", "alice", Stop)).Succeeded();
        alice = (await stand.Reef.PowerAsync("start", "alice", Stop)).Succeeded().Tenant;
        Assert.Equal(waiting, alice.Pid);
        Assert.Equal("alice", await AskAsync(stand, alice));
        Assert.Equal("kept", (await SayAsync(stand, "cat /root/note")).Text);
        var report = await stand.Reef.MoltAsync(Stop);
        Assert.True(report.Healthy, string.Join('\n', report.Parties));

        // She sleeps and wakes as one that was started for herself does.
        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        Assert.Equal("alice", await AskAsync(stand, alice));
        Assert.Equal("kept", (await SayAsync(stand, "cat /root/note")).Text);

        _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();
        _ = await WaitingHypervisors.WaitAsync(stand.Paths, 1, Stop);
        Assert.Empty((await HostPicture.TakeAsync(stand, Stop)).Anonymous().DifferencesFrom(before));
        Assert.DoesNotContain("should have waited", stand.Log, StringComparison.Ordinal);
    }

    // The first tenant of a template says what shall wait from then on.
    private static async Task<ServiceStand> ReadyAsync()
    {
        var stand = await ServiceStand.ReadyAsync(Stands.Options(StandMachine.Qemu, """{"hypervisor":{"pool":1}}""") with { HasTemplates = true }, Stop);
        _ = (await stand.Reef.BuildTemplateAsync(Stop)).Succeeded();
        await PrimeAsync(stand);
        return stand;
    }

    private static async Task PrimeAsync(ServiceStand stand)
    {
        _ = (await stand.Reef.SpawnAsync("first", Stop)).Succeeded();
        _ = (await stand.Reef.EvictAsync("first", Stop)).Succeeded();
    }

    private static async Task<string?> AskAsync(ServiceStand stand, TenantBody tenant)
    {
        using var answer = JsonDocument.Parse(await stand.Web.GetStringAsync(tenant.Url, Stop));
        return answer.RootElement.GetProperty("tenant").GetString();
    }

    private static Task<GuestCommand> SayAsync(ServiceStand stand, string line) => stand.Reef.ExecAsync(Alice.Value, ["/bin/sh", "-c", line], Stop);
}
