using System.Diagnostics;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Bare;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Netlink;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What an eviction takes beyond what the kernel itself needs to remove such a TAP.</summary>
/// <param name="stands">What its tenant runs in.</param>
/// <param name="machine">The same, as figures call it.</param>
/// <param name="bar">Most that it may take beyond it, in ms.</param>
internal sealed class EvictAddedFigure(StandMachine stands, Machine machine, double bar) : IFigure
{
    private const string Name = "bare0";

    // Slots are given from the first on, so no tenant of the stand has these addresses.
    private static readonly Slot Far = new(9_999);
    private static readonly NetworkPlan Plan = NetworkPlan.Parse(new NetworkConfig().Pool).Require();

    public Subject Subject { get; } = Subject.Of("evict.added", machine);

    public string Summary => "an eviction, against the kernel's bare removal of a TAP with the same addresses";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Difference, bar);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(
            stands,
            stand => PairedRun.TakeAsync(
                new PairPlan { MostPairs = 60, WarmUps = 10 }.At(effort),
                BenchStand.Sample(_ => Task.FromResult(stand.Network.Run(RemoveBare))),
                BenchStand.Sample(token => BenchStand.EvictionMsAsync(stand, token)),
                cancellationToken).Map(Measurement.Of),
            cancellationToken);

    private static double RemoveBare()
    {
        var tap = BareTap.Make(Name, Far, Plan);
        using var kernel = RtNetlink.Open().Require();

        var start = Stopwatch.GetTimestamp();
        kernel.Apply(new RtBatch().DeleteLink(tap)).Require();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
