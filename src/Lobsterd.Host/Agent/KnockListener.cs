using Lobsterd.Linux.Packets;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>Hears the agent's knock on a TAP.</summary>
/// <param name="socket">Frames of the knock's EtherType on that TAP; null hears nothing.</param>
/// <param name="clock">Paces a guest that sends other frames.</param>
internal sealed class KnockListener(PacketSocket? socket, TimeProvider clock) : IKnockListener
{
    private readonly byte[] frame = new byte[AgentKnock.FrameBytes];

    /// <inheritdoc/>
    public async Task HearAsync(CancellationToken cancellationToken)
    {
        while (await TryReadFrameAsync(cancellationToken) is { } length)
        {
            if (AgentKnock.TryRead(frame.AsSpan(0, length), out _)) return;
            // Frames that only look alike cost the guest more than us: one is read each pace, the rest are the kernel's to drop.
            await Task.Delay(AgentWaiter.Pace, clock, cancellationToken);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => socket?.Dispose();

    /// <summary>The next frame's length; null when no more can come.</summary>
    private async Task<int?> TryReadFrameAsync(CancellationToken cancellationToken)
    {
        if (socket is null) return null;
        try
        {
            return (await socket.ReceiveAsync(frame, cancellationToken)).TryGetValue(out var length) ? length : null;
        }
        catch (IOException)
        {
            // The descriptor cannot be watched: the wait goes on by connecting alone.
            return null;
        }
    }
}
