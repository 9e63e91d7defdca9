namespace Lobsterd.Protocol.Reef;

/// <summary>One thing that explains a tenant.</summary>
/// <param name="Sequence">The number of the event that told it.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Topic"><c>power</c>, <c>slept</c>, <c>woke</c>, <c>held</c>, <c>broke</c> or <c>repaired</c>.</param>
/// <param name="Kind">The event's kind, e.g. <c>tenant.resumed</c>.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Code">An error's code, where it tells of a failure.</param>
/// <param name="ElapsedMs">How long it took, in milliseconds; null for what has no duration.</param>
/// <param name="Evidence">What it was concluded from, by name: counters, the request's line, the peer, the times of steps in milliseconds.</param>
public sealed record WhyFactBody(
    long Sequence,
    DateTimeOffset At,
    string Topic,
    string Kind,
    string Actor,
    string Message,
    string? Code,
    double? ElapsedMs,
    IReadOnlyDictionary<string, string> Evidence);
