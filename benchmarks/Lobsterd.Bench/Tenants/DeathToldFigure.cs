using System.Diagnostics;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>How soon an open event stream tells that a VMM was killed.</summary>
internal sealed class DeathToldFigure(StandMachine stands, Machine machine) : IFigure
{
    public Subject Subject { get; } = Subject.Of("vm.death-told", machine);

    public string Summary => "from SIGKILL to a VMM to its event on an open stream";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P95, 50);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(stands, stand => FollowAsync(stand, effort, cancellationToken), cancellationToken);

    private static async Task<Result<Measurement, LobsterError>> FollowAsync(ServiceStand stand, Effort effort, CancellationToken cancellationToken)
    {
        await using var events = stand.Reef.EventsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        return await SoloRun.TakeAsync(
            new SoloPlan(Samples: 20, WarmUps: 2).At(effort),
            BenchStand.Sample(async token =>
            {
                var alice = (await stand.Reef.SpawnAsync("alice", token)).Tenant;
                using var vm = PidFd.Open(alice.Pid ?? throw new InvalidOperationException("the tenant has no VMM")).Require();
                var start = Stopwatch.GetTimestamp();
                vm.Signal(Signals.Kill).Require();
                await ExitOfAsync(events);
                var elapsed = Stopwatch.GetElapsedTime(start);
                _ = (await stand.Reef.EvictAsync("alice", token)).Succeeded();
                return elapsed.TotalMilliseconds;
            }),
            cancellationToken).Map(Measurement.Of);
    }

    private static async Task ExitOfAsync(IAsyncEnumerator<EventBody> events)
    {
        while (await events.MoveNextAsync())
            if (events.Current.Kind == "vm.exited") return;
        throw new IOException("the event stream ended");
    }
}
