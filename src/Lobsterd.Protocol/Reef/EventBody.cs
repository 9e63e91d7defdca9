namespace Lobsterd.Protocol.Reef;

/// <summary>Something that happened.</summary>
/// <param name="Sequence">Counts up, with gaps where a service started; also the server-sent event's id.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Kind">Room and act, e.g. <c>vm.exited</c>.</param>
/// <param name="Tenant">The tenant; null for the host.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Code">An error's code, where it tells of a failure.</param>
/// <param name="ElapsedMs">How long it took, in milliseconds; null for what has no duration.</param>
public sealed record EventBody(long Sequence, DateTimeOffset At, string Kind, string? Tenant, string Actor, string Message, string? Code, double? ElapsedMs);
