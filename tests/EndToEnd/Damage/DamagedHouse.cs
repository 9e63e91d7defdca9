using System.Globalization;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Nftables;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Service;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>A service with two tenants: alice, whom the damage is done to, and bob, who must not notice.</summary>
public abstract class DamagedHouse(StandMachine machine) : IAsyncLifetime
{
    // Soon enough for a test; what is asked of an agent here takes milliseconds.
    private const string Config = """{"agent":{"answerTimeoutMs":2000}}""";

    private ServiceStand? stand;
    private TenantBody? alice;
    private TenantBody? bob;

    /// <summary>The whole lobsterd.</summary>
    internal ServiceStand Stand => stand!;

    /// <summary>As she was spawned.</summary>
    internal TenantBody Alice => alice!;

    /// <summary>As he was spawned.</summary>
    internal TenantBody Bob => bob!;

    /// <summary>Addresses by slot.</summary>
    internal NetworkPlan Plan { get; } = NetworkPlan.Parse("10.66.0.0/16").Value;

    /// <summary>A slot that nobody has.</summary>
    internal static Slot Nobodys { get; } = new(77);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        stand = await Stands.ReadyAsync(machine, Config);
        alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        bob = (await stand.Reef.SpawnAsync("bob", Stop)).Tenant;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (stand is not null) await stand.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Alice as she is now.</summary>
    internal async Task<TenantBody> AliceNowAsync() => (await Stand.Reef.FindAsync("alice", Stop))!;

    /// <summary>Does a damage and proves what molt must do about it: name it and nothing else, repair it by the named repairs alone, leave the neighbour's
    /// packets flowing, find nothing a second time; and a dry run before it names the same and changes nothing.</summary>
    /// <param name="wanted">What must be found and done.</param>
    /// <param name="damage">Does it.</param>
    internal async Task ProveAsync(Finding wanted, Func<Task> damage)
    {
        // A proof before this one that failed may have left what it damaged.
        AssertHealthy(await Stand.Reef.MoltAsync(Stop));
        var whole = await PictureAsync();
        await using var traffic = await TrafficAsync();
        await damage();

        var damaged = await PictureAsync();
        var dry = await Stand.Reef.MoltAsync(Stop, isDryRun: true);
        AssertFound(wanted, dry);
        Assert.Equal(wanted.Repairs.Take(1), wanted.PartyIn(dry).Repairs.Select(would => would.Repair));
        Assert.Empty((await PictureAsync()).DifferencesFrom(damaged));

        var began = TimeProvider.System.GetTimestamp();
        var report = await Stand.Reef.MoltAsync(Stop);
        var took = TimeProvider.System.GetElapsedTime(began);
        AssertFound(wanted, report);
        Assert.Equal(wanted.Repairs, wanted.PartyIn(report).Repairs.Select(done => done.Repair));
        Assert.Null(wanted.PartyIn(report).Repairs[^1].Error);
        AssertHealthy(report);

        var second = await Stand.Reef.MoltAsync(Stop);
        AssertHealthy(second);
        Assert.All(second.Parties, party => Assert.Empty(party.Failed));
        Assert.All(second.Parties, party => Assert.Empty(party.Repairs));
        var (answered, lost) = await traffic.EndAsync();
        Assert.Equal(0, lost);
        Assert.DoesNotContain((await PictureAsync()).DifferencesFrom(whole), line => !wanted.MayLeave(line));
        Tell(wanted, wanted.PartyIn(report).Repairs, took, answered, lost);
    }

    // The service notes what it sees when it sees it: a file that is just being replaced is no part of the picture.
    private async Task<HostPicture> PictureAsync()
    {
        HostPicture picture;
        do picture = await HostPicture.TakeAsync(Stand, Stop);
        while (picture.Lines.Any(line => line.Contains(".json.new ", StringComparison.Ordinal)));
        return picture;
    }

    /// <summary>A stream of requests to the neighbour, from now on.</summary>
    internal Task<NeighbourTraffic> TrafficAsync() =>
        NeighbourTraffic.StartAsync(Stand, Bob, isInSoftware: machine is StandMachine.Qemu or StandMachine.FirecrackerQemu);

    /// <summary>Acts on the stand's interfaces.</summary>
    internal void Netlink(Func<RtBatch, RtBatch> change) => Stand.Network.Run(() =>
    {
        using var kernel = RtNetlink.Open().Require();
        kernel.Apply(change(new RtBatch())).Require();
        return true;
    });

    /// <summary>The number of alice's TAP.</summary>
    internal int AlicesLink => Stand.Network.Run(() => RtNetlink.IndexOf(Alice.Tap).Require());

    /// <summary>Runs an nft(8) script on the stand's rules.</summary>
    internal void Nft(string script) => Stand.Network.Run(() =>
    {
        using var kernel = NftContext.Open().Require();
        kernel.Run(script).Require();
        return true;
    });

    /// <summary>Sends a signal.</summary>
    internal static void Signal(int pid, int signal)
    {
        using var process = PidFd.Open(pid).Require();
        process.Signal(signal).Require();
    }

    /// <summary>Kills a process and waits for its end.</summary>
    internal static async Task KillAsync(int pid)
    {
        using var process = PidFd.Open(pid).Require();
        process.Signal(Signals.Kill).Require();
        await process.WaitForExitAsync(Stop);
    }

    /// <summary>Kills one of a VMM's processes, and waits until none of the VMM's is left.</summary>
    /// <param name="vmm">The VMM, with whom all of them end.</param>
    /// <param name="victim">The one that is killed.</param>
    internal static async Task KillFamilyAsync(int vmm, int victim)
    {
        var all = ProcessTable.Stats().ToList();
        var family = new List<int> { vmm };
        for (var next = 0; next < family.Count; next++) family.AddRange(all.Where(stat => stat.ParentPid == family[next]).Select(stat => stat.Pid));
        var handles = family.Select(pid => PidFd.Open(pid).Require()).ToList();
        Signal(victim, Signals.Kill);
        foreach (var handle in handles)
        {
            await handle.WaitForExitAsync(Stop);
            handle.Dispose();
        }
    }

    /// <summary>That everything is healthy now, in words if it is not.</summary>
    internal static void AssertHealthy(MoltReportBody report) => Assert.True(report.Healthy, Words(report));

    private static void AssertFound(Finding wanted, MoltReportBody report)
    {
        foreach (var party in report.Parties)
        {
            var expected = party.Tenant == wanted.Party ? [wanted.Check] : Array.Empty<string>();
            Assert.True(expected.SequenceEqual(party.Failed), $"{wanted.What}: {Words(report)}");
        }

        if (wanted.PartyIn(report).Repairs is [var first, ..]) Assert.Contains(wanted.Evidence, first.Evidence, StringComparison.Ordinal);
    }

    private static string Words(MoltReportBody report) => string.Join('\n', report.Parties.Select(party =>
        $"{party.Tenant ?? "host"}: failed [{string.Join(' ', party.Failed)}]"
        + $", repairs [{string.Join(", ", party.Repairs.Select(repair => $"{repair.Check}: {repair.Repair} helped {repair.Helped}, {repair.Evidence}, {repair.Error?.Detail}"))}]"
        + $", now {string.Join(", ", party.Checks.Where(check => check.Status != "healthy").Select(check => $"{check.Name} {check.Status}: {check.Evidence}"))}"));

    private static void Tell(Finding wanted, IReadOnlyList<MoltRepairBody> repairs, TimeSpan took, int answered, int lost) =>
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"PROVED {wanted.What} | {wanted.Party ?? "host"}: {wanted.Check} | {string.Join(" + ", repairs.Select(repair => repair.Repair))} | neighbour {answered} answered, {lost} lost | {took.TotalMilliseconds:F0} ms | {repairs[0].Evidence}"));
}
