using System.Text;
using System.Text.Json;
using Lobsterd.Guest.Frames;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Logs;

/// <summary>Sends log lines to one client.</summary>
internal sealed class LogStream(LogRing log, FrameWriter writer, TimeProvider clock)
{
    private const int BatchBytes = 64 << 10;

    /// <summary>Sends the last lines, then, if it follows, new ones as they come.</summary>
    /// <param name="tail">How many lines from the past.</param>
    /// <param name="follows">Whether it goes on until the client is gone.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    internal async Task RunAsync(int tail, bool follows, CancellationToken cancellationToken)
    {
        var until = log.Next;
        var next = Math.Max(log.Oldest, until - tail);
        while (follows || next < until)
        {
            if (next == log.Next) await log.WaitAsync(next, cancellationToken);
            foreach (var entry in log.Read(next, BatchBytes))
            {
                if (entry.Sequence > next && !await SendAsync(Lost(entry.Sequence - next), cancellationToken)) return;
                if (!await SendAsync(LineOf(entry), cancellationToken)) return;
                next = entry.Sequence + 1;
            }
        }

        _ = await writer.SendAsync(AgentFrameType.LogEnd, ReadOnlyMemory<byte>.Empty, cancellationToken);
    }

    private ValueTask<bool> SendAsync(AgentLogLine line, CancellationToken cancellationToken) =>
        writer.SendAsync(AgentFrameType.Log, JsonSerializer.SerializeToUtf8Bytes(line, AgentJson.Default.AgentLogLine), cancellationToken);

    private AgentLogLine Lost(long count) =>
        new(clock.GetUtcNow().ToUnixTimeMilliseconds(), LogSource.Agent.ToWord(), $"{count} lines were written faster than they were read, and are lost");

    // Bytes that are no UTF-8 become U+FFFD, which may make the text longer than the line was: three bytes for each.
    private static AgentLogLine LineOf(LogEntry entry) => new(entry.AtUnixMs, entry.Source.ToWord(), Encoding.UTF8.GetString(entry.Text.Span));
}
