using System.Globalization;
using System.Net;
using System.Text;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Streams;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Sockets;

namespace Lobsterd.Guest.Workload;

/// <summary>Connects to a port of this machine and hangs up again; where the workload has a health path, asks for it in between.</summary>
/// <param name="loop">Whose thread we are on.</param>
/// <param name="endPoint">The tenant's own address and the workload's port: what listens on the loopback alone is no use to anyone outside.</param>
/// <param name="healthPath">A path that is answered without an error once the workload can serve; null: a connection is enough.</param>
internal sealed class PortProbe(EventLoop loop, IPEndPoint endPoint, string? healthPath) : IPortProbe
{
    /// <summary>Longest wait for a listener whose queue is full, and for an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // "HTTP/1.1 200": a status of 200 to 399 is no error.
    private const int StatusAt = 9;
    private const int HeadLength = 12;

    /// <inheritdoc/>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        if (!TcpSocket.Connect(endPoint).TryGetValue(out var socket)) return false;
        using (socket)
        using (var deadline = new CancellationTokenSource(Patience, loop.Clock))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken))
        {
            try
            {
                return await ConnectsAsync(socket, either.Token) && (healthPath is null || await IsWellAsync(socket, either.Token));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private async Task<bool> ConnectsAsync(Fd socket, CancellationToken cancellationToken)
    {
        if (!loop.Watch(socket).TryGetValue(out var watch)) return false;
        using (watch)
        {
            await watch.WaitWritableAsync(cancellationToken);
            return TcpSocket.Outcome(socket).IsSuccess;
        }
    }

    private async Task<bool> IsWellAsync(Fd socket, CancellationToken cancellationToken)
    {
        if (!DescriptorStream.Adopt(loop, socket).TryGetValue(out var stream)) return false;
        using (stream)
        {
            var question = string.Create(CultureInfo.InvariantCulture, $"GET {healthPath} HTTP/1.1\r\nHost: localhost:{endPoint.Port}\r\nConnection: close\r\n\r\n");
            if (!await stream.WriteAsync(Encoding.ASCII.GetBytes(question), cancellationToken)) return false;
            var head = new byte[HeadLength];
            for (var length = 0; length < head.Length;)
            {
                var count = await stream.ReadAsync(head.AsMemory(length), cancellationToken);
                if (count == 0) return false;
                length += count;
            }

            return head.AsSpan().StartsWith("HTTP/1."u8) && head[StatusAt] is (byte)'2' or (byte)'3';
        }
    }
}
