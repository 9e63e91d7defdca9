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

/// <summary>How soon the watchdog begins to repair a tenant whose VMM was killed.</summary>
internal sealed class RepairBegunFigure : IFigure
{
    private const string Watched = """{"watchdog":{"mode":"on"}}""";

    public Subject Subject { get; } = Subject.Of("watchdog.repair-begun", Machine.Null);

    public string Summary => "from SIGKILL to a VMM to the event that its repair has begun";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.P95, 100);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(StandMachine.Null, stand => FollowAsync(stand, effort, cancellationToken), cancellationToken, Watched);

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
                await NextAsync(events, "watchdog.recovering");
                var elapsed = Stopwatch.GetElapsedTime(start);

                // The repair goes on; the eviction comes behind it.
                _ = (await stand.Reef.EvictAsync("alice", token)).Succeeded();
                return elapsed.TotalMilliseconds;
            }),
            cancellationToken).Map(Measurement.Of);
    }

    private static async Task NextAsync(IAsyncEnumerator<EventBody> events, string kind)
    {
        while (await events.MoveNextAsync())
            if (events.Current.Kind == kind) return;
        throw new IOException("the event stream ended");
    }
}
