using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>Reads the frames of a log stream.</summary>
/// <param name="inbox">Where they arrive.</param>
/// <param name="call">The call that was answered <c>stream</c>; its bound is that of each line of the past.</param>
/// <param name="most">How many lines may come before the end; null while following, which has no end and may be silent for ever. A guest that sends
/// more of the past than was asked for, or sends it drop by drop, would otherwise keep its reader busy for ever.</param>
/// <param name="clock">Measures the bound.</param>
internal sealed class LogLines(AgentInbox inbox, AgentCall call, int? most, TimeProvider clock)
{
    private int count;

    /// <summary>The next line or error; null at the end of the stream.</summary>
    internal async Task<Result<LogLine, LobsterError>?> NextAsync(CancellationToken cancellationToken)
    {
        if ((await ReadAsync(cancellationToken)).TryGetError(out var lapse, out var frame))
            return AgentLapses.ToError(lapse is AgentLapse.Closed ? AgentLapse.Reset : lapse, call);
        if (frame is { Type: AgentFrameType.LogEnd, Payload.IsEmpty: true } && most is not null) return null;
        return frame.Type is AgentFrameType.Log && IsExpected() && LineOf(frame.Payload) is { } line
            ? line
            : AgentLapses.ToError(AgentLapse.Garbled, call);
    }

    private static LogLine? LineOf(ReadOnlyMemory<byte> payload) =>
        AgentConnection.Parse(payload.Span, AgentJson.Default.AgentLogLine) is { } told ? GuestReadings.Of(told) : null;

    private bool IsExpected() => most is null || count++ < most;

    private async Task<Result<(AgentFrameType Type, ReadOnlyMemory<byte> Payload), AgentLapse>> ReadAsync(CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(most is null ? Timeout.InfiniteTimeSpan : call.Bound, clock, cancellationToken);
        try
        {
            return await inbox.ReadFrameAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return AgentLapse.Silent;
        }
    }
}
