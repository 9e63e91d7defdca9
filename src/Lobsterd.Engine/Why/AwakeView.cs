using System.Globalization;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Wake;
using Lobsterd.Engine.Wake.Schedules;

namespace Lobsterd.Engine.Why;

/// <summary>Tells what keeps a tenant awake, by the same counters that the idle rule reads.</summary>
public sealed class AwakeView(IEdgeActivity edge, Holds holds, IdleDesk idle, GuestAgenda agenda, WakeConfig config, TimeProvider clock)
{
    /// <summary>Looks once. An edge that does not answer is a reason, not a failure.</summary>
    public async Task<AwakeReasons> LookAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        if (tenant.Observed != ObservedState.Running)
        {
            var reason = tenant.Reason is { } said ? $": {said}" : "";
            var due = tenant.Due is { } next ? string.Create(CultureInfo.InvariantCulture, $"; its schedule {next.Id} is due at {next.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}") : "";
            return new AwakeReasons(
                [$"it is {StateNames.Of(tenant.Observed)}{reason}{due}", .. ProofOf(tenant)],
                Evidence.Of(("mode", StateNames.Of(tenant.Mode)), ("schedule", tenant.Due?.Id), ("due", tenant.Due?.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))));
        }

        var answered = (await edge.ReadActivityAsync(cancellationToken)).TryGetValue(out var all);
        var seen = answered ? all!.FirstOrDefault(activity => activity.Tenant == tenant.Name) : null;
        var look = idle.LookOf(tenant.Id);
        var held = holds.CountOf(tenant.Id);
        var reasons = ReasonsOf(tenant, answered, seen, look, held).ToList();

        // The guest is asked last of all, as the rule asks it.
        if (reasons.Count == 0) reasons.Add(await agenda.KeepsAwakeAsync(tenant, cancellationToken) ?? "nothing keeps it awake: it sleeps at the next look");
        return new AwakeReasons(reasons, EvidenceOf(tenant, seen, look, held));
    }

    private static IEnumerable<string> ProofOf(Tenant tenant) => tenant is { Observed: ObservedState.Suspended, Proof: { } proof } ? [proof.ToString()] : [];

    private IEnumerable<string> ReasonsOf(Tenant tenant, bool hasAnswered, TenantActivity? seen, IdleLook? look, int held)
    {
        if (tenant.Mode != TenantMode.Auto)
        {
            yield return tenant.Mode == TenantMode.AlwaysOn ? "its mode is always-on: it never sleeps" : "its mode is manual: it sleeps when somebody says so";
            yield break;
        }

        if (tenant.Hold is { } hold && hold.IsGoodAt(clock.GetUtcNow()))
            yield return string.Create(CultureInfo.InvariantCulture, $"somebody holds it awake until {hold.Until.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}: {hold.Why}");
        foreach (var reason in Keeping(hasAnswered, seen, look, held)) yield return reason;
    }

    private IEnumerable<string> Keeping(bool hasAnswered, TenantActivity? seen, IdleLook? look, int held)
    {
        var after = TimeSpan.FromMilliseconds(config.IdleAfterMs);
        if (!hasAnswered) yield return "the edge does not answer, so nobody is known to be idle";
        else if (seen is null) yield return "the edge has no route of it";
        if (seen is { IsQuiet: false })
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{seen.Requests} requests, {seen.WebSockets} WebSockets and {seen.Streams} connections are under way, {seen.Held} wait");
        else if (seen is not null && seen.Idle < after)
            yield return string.Create(CultureInfo.InvariantCulture, $"something passed the edge {seen.Idle.TotalSeconds:0} s ago, and it sleeps after {after.TotalSeconds:0} s of nothing");
        if (held > 0) yield return string.Create(CultureInfo.InvariantCulture, $"commands that run in its guest hold it: {held}");
        if (look is null) yield return "its guest has not been looked at yet";
        else if (look.Quiet < after)
            yield return string.Create(
                CultureInfo.InvariantCulture, $"its guest was quiet for {look.Quiet.TotalSeconds:0} of {after.TotalSeconds:0} s; at the last look it took {look.Cpu * 100:0.#} % of a processor and had sent {look.Sent} packets out");
    }

    private IReadOnlyDictionary<string, string> EvidenceOf(Tenant tenant, TenantActivity? seen, IdleLook? look, int held) => Evidence.Of(
        ("mode", StateNames.Of(tenant.Mode)),
        ("requests", NumberOf(seen?.Requests)),
        ("webSockets", NumberOf(seen?.WebSockets)),
        ("streams", NumberOf(seen?.Streams)),
        ("waiting", NumberOf(seen?.Held)),
        ("idleMs", NumberOf(seen?.Idle.TotalMilliseconds)),
        ("quietMs", NumberOf(look?.Quiet.TotalMilliseconds)),
        ("cpu", look is { } last ? Evidence.Number(last.Cpu) : null),
        ("sent", NumberOf(look?.Sent)),
        ("holds", NumberOf(held)),
        ("heldUntil", tenant.Hold?.Until.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        ("idleAfterMs", NumberOf(config.IdleAfterMs)));

    private static string? NumberOf(double? number) => number is { } known ? Evidence.Number(Math.Round(known)) : null;
}
