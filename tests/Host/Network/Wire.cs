using System.Collections.Concurrent;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Tests.Host.Network;

/// <summary>Joins the program's ends of two TAPs, as a VMM joins its guest's card to the host's TAP, and keeps what the host sent.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly ConcurrentQueue<Packet> heard = [];
    private readonly Fd hostEnd;
    private readonly Fd farEnd;
    private readonly Task[] carrying;
    private int answered;

    internal Wire(Fd hostEnd, Fd farEnd)
    {
        (this.hostEnd, this.farEnd) = (hostEnd, farEnd);
        hostEnd.SetNonBlocking().Succeed();
        farEnd.SetNonBlocking().Succeed();
        carrying =
        [
            Task.Run(() => CarryAsync(hostEnd, farEnd, frame => heard.Enqueue(Packet.Read(frame)))),
            Task.Run(() => CarryAsync(farEnd, hostEnd, _ => Interlocked.Increment(ref answered))),
        ];
    }

    /// <summary>Every packet that the host sent to the far end, in its order.</summary>
    internal IReadOnlyList<Packet> Heard => [.. heard];

    /// <summary>How it stands, for a test that fails: what was carried each way, and what ended the carrying.</summary>
    internal string State => $"{heard.Count} heard ({carrying[0].Status}{carrying[0].Exception?.Message}), {answered} answered ({carrying[1].Status}{carrying[1].Exception?.Message})";

    /// <summary>Sends a frame to the host as the far end's card would, whatever stands in it.</summary>
    internal void Inject(ReadOnlySpan<byte> frame) => hostEnd.Write(frame).Succeed();

    /// <summary>Forgets what was heard so far.</summary>
    internal void Forget() => heard.Clear();

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await Task.WhenAll(carrying);
        hostEnd.Dispose();
        farEnd.Dispose();
        over.Dispose();
    }

    private async Task CarryAsync(Fd from, Fd to, Action<byte[]> note)
    {
        var buffer = new byte[64 << 10];
        while (true)
        {
            try
            {
                await ReadinessLoop.Shared.WaitReadableAsync(from, over.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            while (true)
            {
                // An interface that is gone says so, and carries nothing any more.
                if (from.Read(buffer).TryGetError(out _, out var length)) return;
                if (length is not { } count) break;
                note(buffer[..count]);
                // A wire whose other end is down loses frames.
                _ = to.Write(buffer.AsSpan(0, count));
            }
        }
    }
}
