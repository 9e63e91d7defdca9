using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Copies of the disk of a guest that writes all the time: each is whole, and what is made of them works.</summary>
public sealed class SnapTests
{
    private const int Count = 6;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task every_snap_of_a_busy_guest_is_a_clean_disk_with_a_prefix_of_what_it_wrote()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu, """{"snap":{"maxFreezeMs":5000},"overlay":{"sizeBytes":268435456}}""");
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        Assert.Equal(0, (await SayAsync(stand, "alice", NumberedRecords.Writer)).Code);

        var last = 0;
        for (var taken = 0; taken < Count; taken++)
        {
            var snap = (await stand.Reef.SnapAsync("alice", new SnapCreateBody { Label = $"n{taken}" }, Stop)).Succeeded().Operation!.Snap!;
            var records = await NumberedRecords.OfDiskAsync(SnapDisk.Of(stand, snap));
            Assert.Equal(Enumerable.Range(1, records.Count), records);
            Assert.InRange(records.Count, last, int.MaxValue);
            last = records.Count;
            TestContext.Current.TestOutputHelper?.WriteLine($"{snap.Id}: {records.Count} records, held still for {snap.FrozenMs:0} ms");
        }

        // What was written before the last snap began is in it, and the guest goes on.
        Assert.True(last > 0, "nothing was written while snaps were taken");
        Assert.Equal(0, (await SayAsync(stand, "alice", $"{NumberedRecords.Enough} && echo on > /root/note && sync && cat /root/note")).Code);
    }

    [Fact]
    public async Task a_restore_brings_back_what_was_and_a_clone_is_somebody_else()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu, """{"snap":{"maxFreezeMs":5000},"overlay":{"sizeBytes":268435456}}""");
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        _ = await SayAsync(stand, "alice", "echo before > /root/note; mkdir -p /etc/ssh; echo key > /etc/ssh/ssh_host_rsa_key; sync");
        _ = (await stand.Reef.SnapAsync("alice", new SnapCreateBody { Label = "base" }, Stop)).Succeeded();
        _ = await SayAsync(stand, "alice", "echo after > /root/note; sync");

        var restored = (await stand.Reef.RestoreAsync("alice", new RestoreBody { Snap = "base", Keep = true }, Stop)).Tenant;
        Assert.Equal("running", restored.State);
        Assert.Equal("before", (await SayAsync(stand, "alice", "cat /root/note")).Text);
        Assert.Equal("key", (await SayAsync(stand, "alice", "cat /etc/ssh/ssh_host_rsa_key")).Text);
        Assert.Contains("alice", await stand.Web.GetStringAsync(restored.Url, Stop), StringComparison.Ordinal);
        Assert.Equal(["restore", "request"], (await stand.Reef.SnapsAsync("alice", Stop)).Select(snap => snap.Cause));

        _ = (await stand.Reef.SpawnAsync(new SpawnBody { Name = "bob", From = "alice@base" }, Stop)).Succeeded();
        Assert.Equal("before", (await SayAsync(stand, "bob", "cat /root/note")).Text);
        Assert.NotEqual(0, (await SayAsync(stand, "bob", "cat /etc/ssh/ssh_host_rsa_key")).Code);
        GuestIdentity.AssertApart(await ReadAsync(stand, "alice"), await ReadAsync(stand, "bob"));
        Assert.NotEqual(await stand.Reef.TokenAsync("alice", Stop), await stand.Reef.TokenAsync("bob", Stop));

        _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();
        Assert.Empty(await stand.Reef.SnapsAsync("alice", Stop));
        Assert.Equal("before", (await SayAsync(stand, "bob", "cat /root/note")).Text);
    }

    [Fact]
    public async Task a_snap_that_may_stop_the_vm_starts_it_again()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu, """{"overlay":{"sizeBytes":268435456}}""");
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        _ = await SayAsync(stand, "alice", "echo kept > /root/note");

        var snap = (await stand.Reef.SnapAsync("alice", new SnapCreateBody { Stop = true }, Stop)).Succeeded().Operation!.Snap!;

        await SnapDisk.CheckAsync(SnapDisk.Of(stand, snap));
        Assert.Equal("running", (await stand.Reef.FindAsync("alice", Stop))!.State);
        Assert.Equal("kept", (await SayAsync(stand, "alice", "cat /root/note")).Text);
    }

    private static Task<GuestCommand> SayAsync(ServiceStand stand, string name, string line) => stand.Reef.ExecAsync(name, ["/bin/sh", "-c", line], Stop);

    private static Task<GuestIdentity> ReadAsync(ServiceStand stand, string name) => GuestIdentity.ReadAsync(line => SayAsync(stand, name, line));
}
