using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Edge.Events;
using Lobsterd.Edge.Names;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Control;

/// <summary>Takes control connections, from root alone.</summary>
internal static class ControlServer
{
    private const uint Root = 0;

    /// <summary>Starts to listen; a socket file that lies there is replaced.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="answers">What to answer.</param>
    /// <param name="events">What watchers are told.</param>
    /// <param name="wakes">What those who watch wakes are told.</param>
    /// <param name="names">What one who judges names is told.</param>
    /// <param name="clock">For bounds.</param>
    /// <error code="edge.start.failed">The socket cannot be made.</error>
    public static Result<PeerServer, LobsterError> Start(string path, ControlAnswers answers, EventHub events, EventHub wakes, NameLine names, TimeProvider clock)
    {
        return PeerServer.Start(path, "control socket", EdgeLimits.MaxConnections, uid => uid == Root, ServeAsync, clock);

        async Task ServeAsync(Socket peer, CancellationToken cancellationToken)
        {
            await using var stream = new NetworkStream(peer, ownsSocket: false);
            await new ControlSession(stream, answers, events, wakes, names, clock).RunAsync(cancellationToken);
        }
    }
}
