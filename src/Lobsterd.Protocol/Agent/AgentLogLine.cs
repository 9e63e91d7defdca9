namespace Lobsterd.Protocol.Agent;

/// <summary>The payload of a <see cref="AgentFrameType.Log"/> frame, as JSON.</summary>
/// <param name="AtUnixMs">Milliseconds since 1970-01-01 UTC, by the guest's clock.</param>
/// <param name="Stream"><c>stdout</c>, <c>stderr</c> or <c>agent</c>.</param>
/// <param name="Text">The line without its end, at most 8 KiB of UTF-8; bytes that are no UTF-8 became U+FFFD.</param>
public sealed record AgentLogLine(long AtUnixMs, string Stream, string Text);
