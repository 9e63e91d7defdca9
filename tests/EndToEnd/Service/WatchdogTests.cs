using Lobsterd.Domain.Network;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Damage;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>The service notices by itself what becomes of its tenants, and begins to repair at once.</summary>
public sealed class WatchdogTests
{
    private const string On = """{"watchdog":{"mode":"on"}}""";
    private const int Rounds = 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_repair_of_every_killed_vm_begins_with_nobody_asking()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, On);
        await using var events = stand.Reef.EventsAsync(Stop).GetAsyncEnumerator(Stop);
        var waits = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
            using (var vm = PidFd.Open(alice.Pid!.Value).Require()) vm.Signal(Signals.Kill).Require();
            var ended = await NextAsync(events, "vm.exited");
            var begun = await NextAsync(events, "watchdog.recovering");
            waits.Add((begun.At - ended.At).TotalMilliseconds);
            _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();
        }

        // How soon is a figure's to say (watchdog.repair-begun); here it is told.
        waits.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"end of the VM to repair begun, n={Rounds}: median {waits[Rounds / 2]:F2} ms, p95 {waits[Rounds * 95 / 100]:F2} ms");
    }

    // The sweep would come in a day; a stopped program ends nothing, and its connections stay open.
    [Fact]
    public async Task a_guest_that_hangs_is_missed_and_replaced_with_nobody_asking()
    {
        await using var stand = await Stands.ReadyAsync(
            StandMachine.Null, """{"watchdog":{"mode":"on","heartbeatMs":1000,"sweepMs":86400000,"recheckMs":10},"agent":{"answerTimeoutMs":500}}""");
        await using var events = stand.Reef.EventsAsync(Stop).GetAsyncEnumerator(Stop);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        _ = (await stand.Reef.SpawnAsync("bob", Stop)).Succeeded();

        // Both are listened to first: one that never was heard is nobody's to miss.
        var heard = $"ss -Htn state established '( dport = :{ControlAddress.HealthPort} )'";
        Assert.True(await Eventually.HoldsAsync(
            async () => (await stand.ShellAsync(heard, Stop)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 2, Stop));
        var guest = Assert.Single(ProcessTable.Stats(), stat => stat.ParentPid == alice.Pid).Pid;
        using (var hung = PidFd.Open(guest).Require()) hung.Signal(Signals.Stop).Require();

        Assert.Equal("alice", (await NextAsync(events, "watchdog.recovering")).Tenant);
        Assert.Equal("alice", (await NextAsync(events, "watchdog.healthy")).Tenant);
        Assert.NotEqual(alice.Pid, (await stand.Reef.FindAsync("alice", Stop))!.Pid);
    }

    [Fact]
    public async Task a_tenant_in_maintenance_is_left_alone_until_it_ends()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, On);
        await using var events = stand.Reef.EventsAsync(Stop).GetAsyncEnumerator(Stop);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var bob = (await stand.Reef.SpawnAsync("bob", Stop)).Tenant;
        var begun = await stand.CliAsync(["maintenance", "alice", "--for", "1h", "--why", "new disks"], Stop);
        Assert.Equal(0, begun.Status.Code);
        _ = await NextAsync(events, "watchdog.maintenance");

        foreach (var tenant in (TenantBody[])[alice, bob])
            using (var vm = PidFd.Open(tenant.Pid!.Value).Require()) vm.Signal(Signals.Kill).Require();

        // Bob's repair says that alice's turn has passed.
        Assert.Equal("bob", (await NextAsync(events, "watchdog.recovering")).Tenant);
        Assert.Equal(0, (await stand.CliAsync(["maintenance", "alice", "--end"], Stop)).Status.Code);
        EventBody next;
        do next = await NextAsync(events, "watchdog.recovering");
        while (next.Tenant == "bob");
        Assert.Equal("alice", next.Tenant);

        // The log of it tells this of alice, and nothing of bob.
        var log = await stand.CliAsync(["logs", "alice", "--watchdog"], Stop);
        var kinds = log.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]).ToList();
        Assert.Equal(["watchdog.maintenance", "vm.exited", "watchdog.recovering"], kinds.Where(kind => kind is "watchdog.maintenance" or "vm.exited" or "watchdog.recovering"));
    }

    [Fact]
    public async Task a_tap_that_is_deleted_and_a_wall_that_is_flushed_are_repaired_before_any_sweep()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, """{"watchdog":{"mode":"on","sweepMs":86400000,"recheckMs":100}}""");
        await using var events = stand.Reef.EventsAsync(Stop).GetAsyncEnumerator(Stop);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        _ = (await stand.Reef.SpawnAsync("bob", Stop)).Succeeded();

        Assert.True((await stand.ShellAsync($"ip link set {alice.Tap} down", Stop)).Status.IsSuccess);
        Assert.Equal("alice", (await NextAsync(events, "watchdog.recovering")).Tenant);
        Assert.Equal("alice", (await NextAsync(events, "watchdog.healthy")).Tenant);

        Assert.True((await stand.ShellAsync("nft flush chain inet lobsterd LOBSTER-FORWARD", Stop)).Status.IsSuccess);
        _ = await NextAsync(events, "watchdog.host");
        Assert.True(await Eventually.HoldsAsync(
            async () => (await stand.ShellAsync("nft list chain inet lobsterd LOBSTER-FORWARD", Stop)).Output.Contains("lobster-outwards", StringComparison.Ordinal), Stop));
        Assert.Equal(0, (await stand.CliAsync(["molt", "--dry-run"], Stop)).Status.Code);
    }

    // The sweep would come in a day.
    [Fact]
    public async Task a_caddy_with_another_configuration_and_a_damaged_registry_are_put_right_before_any_sweep()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, """{"watchdog":{"mode":"on","sweepMs":86400000}}""");
        await using var events = stand.Reef.EventsAsync(Stop).GetAsyncEnumerator(Stop);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;

        await CaddyDamage.EmptyAsync(stand, Stop);
        Assert.Contains("caddy", (await NextAsync(events, "watchdog.host")).Message, StringComparison.Ordinal);
        Assert.True(await Eventually.HoldsAsync(async () => (await stand.CliAsync(["molt", "--dry-run"], Stop)).Status.Code == 0, Stop));

        await File.WriteAllTextAsync(stand.Paths.Registry, "garbage", Stop);
        Assert.Contains("registry", (await NextAsync(events, "watchdog.host")).Message, StringComparison.Ordinal);
        Assert.True(await Eventually.HoldsAsync(async () => (await stand.CliAsync(["molt", "--dry-run"], Stop)).Status.Code == 0, Stop));
        Assert.Equal(alice.Pid, (await stand.Reef.FindAsync("alice", Stop))!.Pid);
    }

    private static async Task<EventBody> NextAsync(IAsyncEnumerator<EventBody> events, string kind)
    {
        do Assert.True(await events.MoveNextAsync());
        while (events.Current.Kind != kind);
        return events.Current;
    }
}
