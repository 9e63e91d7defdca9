using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Facts;
using Lobsterd.Bench.Runner.Pictures;
using Lobsterd.Bench.Sleep;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Pictures;

/// <summary>Draws where the time of a spawn, a suspend and a resume goes: one of each, of real VMs, as their operations tell it.</summary>
internal sealed class DrawCommand(RunFacts run)
{
    // One of each before: what a service does for the first time takes longer.
    private const int Rounds = 3;

    // What boots or answers there is the VMM or its guest.
    private static readonly string[] Theirs = ["vm", "agent", "claim", "workload", "restore", "wake", "quiet"];

    /// <summary>Takes the operations and draws them.</summary>
    /// <param name="path">The SVG; replaced.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<UnitResult<LobsterError>> RunAsync(string path, CancellationToken cancellationToken)
    {
        var cold = await BenchStand.MeasureAsync(StandMachine.Qemu, stand => ColdAsync(stand, cancellationToken), cancellationToken);
        if (cold.TryGetError(out var error, out var booted)) return error;
        var warm = await BenchStand.MeasureAsync(StandMachine.Qemu, stand => WarmAsync(stand, cancellationToken), cancellationToken, ofTemplate: true);
        if (warm.TryGetError(out error, out var restored)) return error;

        var host = run.Host;
        var footer = $"commit {run.Commit}, {run.TakenAt:yyyy-MM-dd}; {host.Cpu}, {host.Cpus} CPUs, VMs by {host.Hypervisor}";
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, new TimelinePicture(step => !Theirs.Contains(step)).Draw([booted, .. restored], footer), cancellationToken);
        return UnitResult.Success<LobsterError>();
    }

    private static async Task<Result<Timeline, LobsterError>> ColdAsync(ServiceStand stand, CancellationToken cancellationToken) =>
        TimelineOf("spawn, booted", await LastBirthAsync(stand, cancellationToken));

    private static async Task<Result<List<Timeline>, LobsterError>> WarmAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var born = await LastBirthAsync(stand, cancellationToken);
        _ = (await stand.Reef.SpawnAsync(Sleeper.Name, cancellationToken)).Succeeded();
        for (var round = 1; round < Rounds; round++)
        {
            _ = await Sleeper.SuspendAsync(stand, cancellationToken);
            _ = await Sleeper.ResumeAsync(stand, cancellationToken);
        }

        var (asleep, awake) = (await Sleeper.SuspendAsync(stand, cancellationToken), await Sleeper.ResumeAsync(stand, cancellationToken));
        return new List<Timeline> { TimelineOf("spawn, from a template", born), TimelineOf("suspend", asleep), TimelineOf("resume", awake) };
    }

    private static async Task<OperationOutcome> LastBirthAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        for (var round = 1; round < Rounds; round++) _ = await BenchStand.BirthAsync(stand, cancellationToken);
        return await BenchStand.BirthAsync(stand, cancellationToken);
    }

    private static Timeline TimelineOf(string title, OperationOutcome outcome) => Timeline.Of(
        title,
        OwnWork.WholeMs(outcome),
        outcome.Operation!.Steps.Where(told => told.Event is "started" or "succeeded").Select(told => (told.Step, told.Event == "succeeded", told.ElapsedMs)));
}
