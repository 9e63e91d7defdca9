namespace Lobsterd.Engine.Events;

/// <summary>Something that happened to a tenant or to the host, as the event stream tells it.</summary>
/// <param name="Sequence">Counts up from 1 within one service process.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Kind">Room and act, e.g. <c>tenant.spawned</c>, <c>vm.exited</c>; stable.</param>
/// <param name="Tenant">The tenant's name; null when it concerns the host.</param>
/// <param name="Actor">Who caused it: <c>uid 0</c>, <c>service</c>.</param>
/// <param name="Message">One sentence, without secrets.</param>
/// <param name="Code">An error's code, where it tells of a failure.</param>
public sealed record TenantEvent(long Sequence, DateTimeOffset At, string Kind, string? Tenant, string Actor, string Message, string? Code);
