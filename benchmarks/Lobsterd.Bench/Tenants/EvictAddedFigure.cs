using System.Diagnostics;
using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Tun;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What an eviction takes beyond what the kernel itself needs to remove such a TAP.</summary>
internal sealed class EvictAddedFigure : IFigure
{
    private const string BareTap = "bare0";

    public Subject Subject { get; } = Subject.Of("evict.added", Machine.Null);

    public string Summary => "an eviction, against the kernel's bare removal of a TAP with the same addresses";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Difference, 20);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(
            StandMachine.Null,
            stand => PairedRun.TakeAsync(
                new PairPlan { MostPairs = 60, WarmUps = 10 }.At(effort),
                BenchStand.Sample(_ => Task.FromResult(stand.Network.Run(RemoveBare))),
                BenchStand.Sample(token => BenchStand.EvictionMsAsync(stand, token)),
                cancellationToken).Map(Measurement.Of),
            cancellationToken);

    private static double RemoveBare()
    {
        Tap.Create(BareTap, owner: 0).Require();
        using var kernel = RtNetlink.Open().Require();
        var index = RtNetlink.IndexOf(BareTap).Require();
        kernel.Apply(new RtBatch()
            .ChangeLink(index, new LinkChange { Up = true, Arp = false, AutomaticLinkLocal = false })
            .AddAddress(new LinkAddress(index, IPAddress.Parse("10.99.0.1"), NetworkPlan.TenantPrefix))
            .AddAddress(new LinkAddress(index, IPAddress.Parse(ControlAddress.Host), 64) { SkipDuplicateDetection = true })
            .AddNeighbour(new Neighbour(index, IPAddress.Parse(ControlAddress.Guest), HardwareAddress.Parse(MacAddress.Guest)))).Require();

        var start = Stopwatch.GetTimestamp();
        kernel.Apply(new RtBatch().DeleteLink(index)).Require();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
