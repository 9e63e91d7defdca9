namespace Lobsterd.Domain.Events;

/// <summary>Something that happened to a tenant or to the host, as the event stream and the audit log tell it.</summary>
/// <param name="Sequence">Counts up for the life of a root; a service that starts leaves a gap.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Kind">Room and act, e.g. <c>tenant.spawned</c>, <c>vm.exited</c>; stable.</param>
/// <param name="Tenant">The tenant's name; null when it concerns the host.</param>
/// <param name="Actor">Who caused it: <c>uid 0</c>, <c>token ci</c>, <c>watchdog</c>, <c>service</c>.</param>
/// <param name="Message">One sentence, without secrets.</param>
/// <param name="Code">An error's code, where it tells of a failure.</param>
/// <param name="ElapsedMs">How long it took, in milliseconds; null for what has no duration.</param>
/// <param name="Evidence">What it was concluded from, by name: counters, a request's line, the times of steps; small, without secrets; null for none.</param>
public sealed record TenantEvent(
    long Sequence,
    DateTimeOffset At,
    string Kind,
    string? Tenant,
    string Actor,
    string Message,
    string? Code,
    double? ElapsedMs = null,
    IReadOnlyDictionary<string, string>? Evidence = null);
