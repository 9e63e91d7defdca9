using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>A VM that dies by itself is told at once, by name, and its tenant is marked.</summary>
public sealed class ExitEventTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerNull)]
    public async Task a_killed_vm_is_an_event_and_a_failed_tenant_that_can_be_evicted(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        await using var events = stand.Reef.EventsAsync(Stop).GetAsyncEnumerator(Stop);

        using (var vm = PidFd.Open(alice.Pid!.Value).Require()) vm.Signal(Signals.Kill).Require();

        do Assert.True(await events.MoveNextAsync());
        while (events.Current.Kind != "vm.exited");
        Assert.Equal("alice", events.Current.Tenant);

        // The registry is told right behind the event.
        var failed = await stand.Reef.FindAsync("alice", Stop);
        while (failed?.State == "running") failed = await stand.Reef.FindAsync("alice", Stop);
        Assert.Equal("failed", failed?.State);
        Assert.NotNull(failed?.Reason);
        Assert.Null(failed.Pid);
        _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();
        Assert.Null(await stand.Reef.FindAsync("alice", Stop));
    }
}
