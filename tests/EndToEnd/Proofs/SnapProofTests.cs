using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Service;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Proofs;

/// <summary>Snaps of a guest that writes and answers all the time, each of them booted as a tenant of its own.</summary>
[Trait("Speed", "Proof")]
[Long]
public sealed class SnapProofTests
{
    private const int Snaps = 50;
    private const int BootsAtOnce = 3;

    // Emulated guests need longer to come to rest than the default allows.
    private const string Config = """{"snap":{"maxFreezeMs":5000},"overlay":{"sizeBytes":268435456}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task fifty_snaps_under_load_boot_clean_with_all_that_was_written_before_them()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu, Config);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        using var user = new TenantUser(stand, alice, hasDisk: true);
        await user.BeginAsync();
        Assert.Equal(0, (await SayAsync(stand, "alice", NumberedRecords.Writer)).Code);

        using var enough = new CancellationTokenSource();
        var use = user.UseAsync(enough.Token);
        var snaps = new List<(SnapBody Snap, int Written)>();
        for (var number = 1; number <= Snaps; number++)
        {
            // What the guest had flushed before the snap was asked for has to be in it.
            var written = NumberedRecords.Read((await SayAsync(stand, "alice", $"tail -n 1 {NumberedRecords.File}")).Text).LastOrDefault();
            snaps.Add(((await stand.Reef.SnapAsync("alice", new SnapCreateBody { Label = $"n{number}" }, Stop)).Succeeded().Operation!.Snap!, written));
        }

        await enough.CancelAsync();
        await use;
        Assert.Equal(0, (await SayAsync(stand, "alice", NumberedRecords.Enough)).Code);

        var frozen = snaps.Select(taken => taken.Snap.FrozenMs).Order().ToList();
        Figures.Tell($"{Snaps} snaps beside {user.Requests} requests and {user.Writes} writes by them; held still for {frozen[Snaps / 2]:0} ms, at most {frozen[^1]:0}");
        var counts = new int[Snaps];
        await Parallel.ForAsync(0, Snaps, new ParallelOptions { MaxDegreeOfParallelism = BootsAtOnce, CancellationToken = Stop }, async (number, _) =>
        {
            counts[number] = await BootAsync(stand, snaps[number].Snap, snaps[number].Written);
        });

        Assert.Equal(counts.Order(), counts);
        Figures.Tell($"{Snaps} of {Snaps} clean and booted, with {counts[0]} to {counts[^1]} records");
    }

    // How many records the clone of a snap has.
    private static async Task<int> BootAsync(ServiceStand stand, SnapBody snap, int written)
    {
        var onDisk = await NumberedRecords.OfDiskAsync(SnapDisk.Of(stand, snap));
        var clone = $"of-{snap.Label}";
        _ = (await stand.Reef.SpawnAsync(new SpawnBody { Name = clone, From = $"alice@{snap.Label}" }, Stop)).Succeeded();
        var records = NumberedRecords.Read((await SayAsync(stand, clone, $"cat {NumberedRecords.File}")).Text);
        _ = (await stand.Reef.EvictAsync(clone, Stop)).Succeeded();

        Assert.Equal(Enumerable.Range(1, records.Count), records);
        Assert.Equal(onDisk, records);
        Assert.True(records.Count >= written, $"{snap.Label}: {written} records were flushed before it, and it has {records.Count}");
        return records.Count;
    }

    private static Task<GuestCommand> SayAsync(ServiceStand stand, string name, string line) => stand.Reef.ExecAsync(name, ["/bin/sh", "-c", line], Stop);
}
