using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Snaps by schedule of real guests.</summary>
public sealed class SnapScheduleTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "Proof")]
    public async Task a_schedule_s_minute_is_a_snap_of_whom_it_is_for()
    {
        await using var stand = await Stands.ReadyAsync(
            StandMachine.Qemu, """{ "snap": { "maxFreezeMs": 30000, "schedules": { "often": { "cron": "* * * * *", "label": "keep" } } } }""");
        foreach (var name in new[] { "alice", "bob" }) _ = (await stand.Reef.SpawnAsync(name, Stop)).Succeeded();
        Assert.True((await stand.CliAsync(["set", "alice", "--label", "keep=yes"], Stop)).Status.IsSuccess);

        // No more than a minute, and a look every 15 s.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        await foreach (var happened in stand.Reef.EventsAsync(patience.Token))
        {
            Assert.NotEqual("snap.failed", happened.Kind);
            if (happened.Kind == "snap.taken") break;
        }

        var snap = Assert.Single(await stand.Reef.SnapsAsync("alice", Stop));
        Assert.Equal("schedule", snap.Cause);
        Assert.Empty(await stand.Reef.SnapsAsync("bob", Stop));
    }
}
