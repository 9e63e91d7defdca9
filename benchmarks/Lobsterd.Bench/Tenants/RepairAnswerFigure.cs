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

/// <summary>How soon the URL of a tenant whose VMM was killed answers again, with nobody at the keyboard.</summary>
internal sealed class RepairAnswerFigure : IFigure
{
    // One that is killed again and again would be given up, and waited with: what is measured is the first repair of each.
    private const string Watched = """{"watchdog":{"mode":"on","maxRepairAttempts":1000,"backoffMs":10,"maxBackoffMs":10}}""";
    private const string Name = "bob";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public Subject Subject { get; } = Subject.Of("watchdog.answering", Machine.Qemu);

    public string Summary => "from SIGKILL to a VMM until its tenant's URL answers again, against a cold spawn until its URL answers";

    public string Unit => "ms";

    public Bar? Bar { get; } = Bar.AtMost(Statistic.Difference, 500);

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(StandMachine.Qemu, stand => CompareAsync(stand, effort, cancellationToken), cancellationToken, Watched);

    private static async Task<Result<Measurement, LobsterError>> CompareAsync(ServiceStand stand, Effort effort, CancellationToken cancellationToken)
    {
        var bob = (await stand.Reef.SpawnAsync(Name, cancellationToken)).Tenant;
        return await PairedRun.TakeAsync(
            new PairPlan { MostPairs = 10 }.At(effort),
            BenchStand.Sample(token => BenchStand.SpawnToFirstByteMsAsync(stand, token)),
            BenchStand.Sample(token => KillMsAsync(stand, bob, token)),
            cancellationToken).Map(Measurement.Of);
    }

    private static async Task<double> KillMsAsync(ServiceStand stand, TenantBody tenant, CancellationToken cancellationToken)
    {
        var pid = (await stand.Reef.FindAsync(Name, cancellationToken))?.Pid ?? throw new InvalidOperationException("the tenant has no VMM");
        using var vm = PidFd.Open(pid).Require();
        var start = Stopwatch.GetTimestamp();
        vm.Signal(Signals.Kill).Require();
        await vm.WaitForExitAsync(cancellationToken);
        while (!await AnswersAsync(stand, tenant.Url, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(start) > Longest) throw new TimeoutException("the tenant did not come back");
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    // Until it is back the edge says so, or holds the request until it is.
    private static async Task<bool> AnswersAsync(ServiceStand stand, string url, CancellationToken cancellationToken)
    {
        using var answer = await stand.Web.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return answer.IsSuccessStatusCode;
    }
}
