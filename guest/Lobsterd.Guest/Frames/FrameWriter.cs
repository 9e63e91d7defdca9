using System.Buffers;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Streams;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Frames;

/// <summary>Sends frames over one connection, whole and one after the other, whoever sends.</summary>
internal sealed class FrameWriter(IByteStream stream)
{
    private readonly Signal freed = new();
    private bool isTaken;

    /// <summary>Sends a frame; waits as long as the peer takes nothing.</summary>
    /// <returns>False when the peer is gone.</returns>
    internal async ValueTask<bool> SendAsync(AgentFrameType type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        while (isTaken) await freed.WaitAsync(cancellationToken);

        isTaken = true;
        var frame = ArrayPool<byte>.Shared.Rent(AgentFrame.HeadBytes + payload.Length);
        try
        {
            new AgentFrame(type, payload.Length).WriteHead(frame);
            payload.CopyTo(frame.AsMemory(AgentFrame.HeadBytes));
            return await stream.WriteAsync(frame.AsMemory(0, AgentFrame.HeadBytes + payload.Length), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
            isTaken = false;
            freed.Happen();
        }
    }
}
