using System.Diagnostics;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Tenants that may use so much of the host's network and disks, and no more.</summary>
public sealed class RatesTests
{
    private const int Mebi = 1 << 20;
    private const int Written = 6 * Mebi;

    // A bucket lets through what it holds and what flows into it: however slow a host is, no guest is faster.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(4);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_guest_writes_no_faster_than_its_disks_rate_also_after_it_slept_and_after_a_start()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu);
        Assert.True((await stand.CliAsync(["spawn", "alice", "--disk-rate", "1M"], Stop)).Status.IsSuccess);
        Assert.True(await WriteAsync(stand) > Shortest);

        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        _ = (await stand.Reef.ResumeAsync("alice", Stop)).Succeeded();
        Assert.True(await WriteAsync(stand) > Shortest);

        _ = (await stand.Reef.PowerAsync("restart", "alice", Stop)).Succeeded();
        Assert.True(await WriteAsync(stand) > Shortest);
    }

    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.FirecrackerNull)]
    public async Task rates_are_the_configurations_or_the_tenants_own_and_stay_with_it(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine, """{"rates":{"rx":"20M","disk":"50M:100M,500iops"}}""");
        var asked = await stand.CliAsync(["spawn", "alice", "--rx", "10M:40M", "--tx", "5M"], Stop);
        Assert.True(asked.Status.IsSuccess, asked.Errors);
        Assert.True((await stand.CliAsync(["spawn", "bob", "--rx", "none", "--disk-rate", "none"], Stop)).Status.IsSuccess);
        var refused = await stand.CliAsync(["spawn", "carol", "--rx", "1K"], Stop);
        Assert.Equal(2, refused.Status.Code);
        Assert.Contains("'1K' is no rate", refused.Errors, StringComparison.Ordinal);

        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        _ = (await stand.Reef.ResumeAsync("alice", Stop)).Succeeded();
        await stand.StopAsync(Stop);
        await stand.StartAsync(Stop);

        var (alice, bob) = ((await stand.Reef.FindAsync("alice", Stop))!, (await stand.Reef.FindAsync("bob", Stop))!);
        Assert.Equal(("10M:40M", "5M", "50M:100M,500iops"), (alice.Rx, alice.Tx, alice.DiskRate));
        Assert.Equal<(string?, string?, string?)>((null, null, null), (bob.Rx, bob.Tx, bob.DiskRate));
        Assert.Contains("receives 10M:40M, sends 5M, disk 50M:100M,500iops", (await stand.CliAsync(["inspect", "alice"], Stop)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await stand.CliAsync(["molt", "alice", "--dry-run"], Stop)).Status.Code);
    }

    private static async Task<TimeSpan> WriteAsync(ServiceStand stand)
    {
        var begun = Stopwatch.GetTimestamp();
        var written = await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", $"head -c {Written} /dev/zero > /root/big && sync"], Stop);
        Assert.Equal(0, written.Code);
        return Stopwatch.GetElapsedTime(begun);
    }
}
