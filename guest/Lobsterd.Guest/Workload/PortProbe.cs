using System.Net;
using Lobsterd.Guest.Loop;
using Lobsterd.Linux.Sockets;

namespace Lobsterd.Guest.Workload;

/// <summary>Connects to a port of this machine and hangs up again.</summary>
/// <param name="loop">Whose thread we are on.</param>
/// <param name="endPoint">The tenant's own address and the workload's port: what listens on the loopback alone is no use to anyone outside.</param>
internal sealed class PortProbe(EventLoop loop, IPEndPoint endPoint) : IPortProbe
{
    /// <summary>Longest wait for a listener whose queue is full.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        if (!TcpSocket.Connect(endPoint).TryGetValue(out var socket)) return false;
        using (socket)
        {
            if (!loop.Watch(socket).TryGetValue(out var watch)) return false;
            using (watch)
            using (var deadline = new CancellationTokenSource(Patience, loop.Clock))
            using (var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken))
            {
                try
                {
                    await watch.WaitWritableAsync(either.Token);
                    return TcpSocket.Outcome(socket).IsSuccess;
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    return false;
                }
            }
        }
    }
}
