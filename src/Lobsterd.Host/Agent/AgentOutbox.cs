using System.Threading.Channels;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>Sends frames whole and in order. A frame that has been taken is sent to its end even when its sender gives up meanwhile: half a frame
/// would spoil the connection for everyone after it.</summary>
/// <remarks>At most one frame waits while another is sent; senders wait beyond that, so a guest that does not read costs two frames.</remarks>
internal sealed class AgentOutbox : IAsyncDisposable
{
    private readonly Channel<byte[]> waiting = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(1) { SingleReader = true });
    private readonly Stream stream;
    private readonly Task sending;

    /// <summary>Begins to send; the stream stays its owner's, who disposes it first to end a send that hangs.</summary>
    internal AgentOutbox(Stream stream)
    {
        this.stream = stream;
        sending = SendAllAsync();
    }

    /// <summary>Hands a frame over; false when the connection is lost.</summary>
    /// <param name="type">What it carries.</param>
    /// <param name="payload">At most <see cref="AgentLimits.MaxFrameBytes"/>; copied.</param>
    /// <param name="cancellationToken">Ends the wait for room; the frame was then not taken.</param>
    internal async Task<bool> SendAsync(AgentFrameType type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var frame = new byte[AgentFrame.HeadBytes + payload.Length];
        new AgentFrame(type, payload.Length).WriteHead(frame);
        payload.CopyTo(frame.AsMemory(AgentFrame.HeadBytes));
        while (!waiting.Writer.TryWrite(frame))
            if (!await waiting.Writer.WaitToWriteAsync(cancellationToken)) return false;
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ = waiting.Writer.TryComplete();
        await sending;
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var frame in waiting.Reader.ReadAllAsync()) await stream.WriteAsync(frame);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            _ = waiting.Writer.TryComplete();
        }
    }
}
