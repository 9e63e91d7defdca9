using Lobsterd.Guest.Streams;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Frames;

/// <summary>Reads frames from a peer that may send anything.</summary>
internal sealed class FrameReader(Inbox inbox)
{
    /// <summary>Reads one frame.</summary>
    /// <returns>The frame; null when the peer is gone or sends no frames.</returns>
    internal async ValueTask<(AgentFrameType Type, byte[] Payload)?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await HoldAsync(AgentFrame.HeadBytes, cancellationToken)) return null;
        if (!AgentFrame.TryReadHead(inbox.Unread.Span, out var frame)) return null;

        var whole = AgentFrame.HeadBytes + frame.Length;
        if (!await HoldAsync(whole, cancellationToken)) return null;
        var payload = inbox.Unread[AgentFrame.HeadBytes..whole].ToArray();
        inbox.Consume(whole);
        return (frame.Type, payload);
    }

    private async ValueTask<bool> HoldAsync(int count, CancellationToken cancellationToken)
    {
        while (inbox.Unread.Length < count)
            if (!await inbox.FillAsync(cancellationToken)) return false;
        return true;
    }
}
