using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Molt;

/// <summary>Tells what a molt does, as it does it: to whoever waits, and as events.</summary>
/// <param name="progress">Whoever waits; null when nobody does.</param>
/// <param name="events">The events.</param>
/// <param name="actor">Who wants it.</param>
/// <param name="clock">Times it.</param>
internal sealed class MoltTeller(IProgress<SagaProgress>? progress, EventBook events, string actor, TimeProvider clock)
{
    /// <summary>Begins to look at a party.</summary>
    /// <returns>When.</returns>
    internal long BeginLook(TenantName? party) => Begin($"{NameOf(party)}: look");

    /// <summary>Ends a look; it failed when something is not healthy.</summary>
    internal void EndLook(TenantName? party, CheckReport report, long began)
    {
        var worst = report.Checks.FirstOrDefault(check => check.Status != HealthStatus.Healthy);
        Tell($"{NameOf(party)}: look", worst is null ? StepEvent.Succeeded : StepEvent.Failed, began, worst?.Name);
    }

    /// <summary>Begins a repair.</summary>
    /// <returns>When.</returns>
    internal long BeginRepair(TenantName? party, CheckResult failed, HealthRepair repair) => Begin(StepOf(party, failed.Check, repair));

    /// <summary>Ends a repair and the same check behind it.</summary>
    internal DoneRepair EndRepair(TenantName? party, CheckResult failed, HealthRepair repair, LobsterError? error, bool hasHelped, long began)
    {
        Tell(StepOf(party, failed.Check, repair), hasHelped ? StepEvent.Succeeded : StepEvent.Failed, began, hasHelped ? null : error?.Code.Name ?? failed.Name);
        var took = clock.GetElapsedTime(began);
        var message = hasHelped
            ? $"{failed.Name} was repaired ({repair.Name}): {failed.Evidence}"
            : $"{failed.Name} is not repaired by {repair.Name}: {error?.FullMessage ?? failed.Evidence}";
        _ = events.Add(hasHelped ? "health.repaired" : "health.repair-failed", party?.Value, actor, message, error?.Code.Name, took, EvidenceOf(failed, repair));
        return new DoneRepair(failed.Check, failed.Evidence, repair, hasHelped, error, took);
    }

    private static IReadOnlyDictionary<string, string> EvidenceOf(CheckResult failed, HealthRepair repair) => Evidence.Of(
        ("check", failed.Name),
        ("found", failed.Evidence),
        ("repair", repair.Name));

    private static string NameOf(TenantName? party) => party?.Value ?? "host";

    private static string StepOf(TenantName? party, HealthCheck check, HealthRepair repair) => $"{NameOf(party)}: {check.Name}, repair {repair.Name}";

    private long Begin(string step)
    {
        progress?.Report(new SagaProgress(step, StepEvent.Started, TimeSpan.Zero, null));
        return clock.GetTimestamp();
    }

    private void Tell(string step, StepEvent happened, long began, string? code) => progress?.Report(new SagaProgress(step, happened, clock.GetElapsedTime(began), code));
}
