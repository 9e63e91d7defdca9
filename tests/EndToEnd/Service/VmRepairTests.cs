using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>A VM that died or hangs comes back: by itself where the watchdog is on, at a word where it is not. Nobody else's is touched.</summary>
public sealed class VmRepairTests
{
    private const string Small = """{"agent":{"answerTimeoutMs":2000,"shutdownTimeoutMs":5000},"overlay":{"sizeBytes":268435456}}""";
    private const string Watched = """{"agent":{"answerTimeoutMs":2000,"shutdownTimeoutMs":5000},"overlay":{"sizeBytes":268435456},"watchdog":{"mode":"on"}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.Qemu)]
    public async Task a_killed_vm_comes_back_by_itself_with_its_disk(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine, Watched);
        var (alice, bob) = await HouseAsync(stand);
        await using var events = stand.Reef.EventsAsync(Stop).GetAsyncEnumerator(Stop);

        Send(alice, Signals.Kill);
        await UntilAsync(events, told => told is { Kind: "watchdog.healthy", Tenant: "alice" });

        await AssertBackAsync(stand, machine, alice, bob);

        // And again: what came back is watched as what went was.
        var second = (await stand.Reef.FindAsync("alice", Stop))!;
        Send(second, Signals.Kill);
        await UntilAsync(events, told => told is { Kind: "tenant.restarted", Tenant: "alice", Actor: "watchdog" });
    }

    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.Qemu)]
    public async Task a_killed_vm_comes_back_at_a_molt_with_its_disk(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine, Small);
        var (alice, bob) = await HouseAsync(stand);
        Send(alice, Signals.Kill);

        AssertRepaired(await stand.Reef.MoltAsync(Stop, names: "alice"));

        await AssertBackAsync(stand, machine, alice, bob);
    }

    // Its control socket is waited for, look by look. To the null machine a stop is a pause, which ends without a new one.
    [Fact]
    [Trait("Speed", "Proof")]
    public async Task a_vmm_that_hangs_is_replaced_at_a_molt()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu, Small);
        var (alice, bob) = await HouseAsync(stand);
        Send(alice, Signals.Stop);

        AssertRepaired(await stand.Reef.MoltAsync(Stop, names: "alice"));

        await AssertBackAsync(stand, StandMachine.Qemu, alice, bob);
        Assert.True(await Eventually.HoldsAsync(() => !Directory.Exists($"/proc/{alice.Pid}"), Stop), "the VMM that hung is still there");
    }

    // The next event of a kind, of whatever comes; that alice is given up, or cannot be started, is none.
    private static async Task UntilAsync(IAsyncEnumerator<EventBody> events, Func<EventBody, bool> isWanted)
    {
        do
        {
            Assert.True(await events.MoveNextAsync());
            Assert.False(events.Current is { Kind: "watchdog.gave-up" or "tenant.restart-failed", Tenant: "alice" }, events.Current.Message);
        }
        while (!isWanted(events.Current));
    }

    private static async Task<(TenantBody Alice, TenantBody Bob)> HouseAsync(ServiceStand stand)
    {
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        _ = await SayAsync(stand, "echo kept > /root/note; sync");
        return (alice, (await stand.Reef.SpawnAsync("bob", Stop)).Tenant);
    }

    private static void Send(TenantBody tenant, int signal)
    {
        using var vm = PidFd.Open(tenant.Pid!.Value).Require();
        vm.Signal(signal).Require();
    }

    private static void AssertRepaired(MoltReportBody report)
    {
        var alice = report.Parties.Single(party => party.Tenant == "alice");
        Assert.True(alice.Healthy, string.Join("; ", alice.Checks.Where(check => check.Status != "healthy").Select(check => $"{check.Name}: {check.Evidence}")));
        Assert.Equal(("vm", true), (alice.Repairs[^1].Repair, alice.Repairs[^1].Helped));
    }

    private static async Task AssertBackAsync(ServiceStand stand, StandMachine machine, TenantBody before, TenantBody bob)
    {
        var now = (await stand.Reef.FindAsync("alice", Stop))!;
        Assert.Equal(("running", "running", before.Id), (now.State, now.Desired, now.Id));
        Assert.NotEqual(before.Pid, now.Pid);
        Assert.Contains("alice", await stand.Web.GetStringAsync(now.Url, Stop), StringComparison.Ordinal);
        Assert.Equal(bob.Pid, (await stand.Reef.FindAsync("bob", Stop))!.Pid);
        Assert.True(File.Exists(stand.Paths.OverlayOf(TenantName.Parse("alice").Value)));

        // The null machine's guest lives in a folder that goes with it.
        if (machine == StandMachine.Qemu) Assert.Equal("kept", await SayAsync(stand, "cat /root/note"));
    }

    private static async Task<string> SayAsync(ServiceStand stand, string line) => (await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", line], Stop)).Text.TrimEnd();
}
