using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Edge.Control;
using Lobsterd.Edge.Table;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Edge.Handover;

/// <summary>Hears the edges before and after this one: in a folder that only their user enters, and by the kernel's word on who they are.</summary>
internal static class HandoverServer
{
    // The next one, and those that drain.
    private const int MaxConnections = 64;

    /// <summary>The socket of handovers in an edge's folder.</summary>
    public static string PathIn(string state) => Path.Combine(state, "handover");

    /// <summary>Starts to listen; a socket file that lies there is replaced.</summary>
    /// <param name="state">The edge's folder.</param>
    /// <param name="keeper">Holds the table still meanwhile.</param>
    /// <param name="estate">What is handed over.</param>
    /// <param name="succession">Is told when it is done.</param>
    /// <param name="predecessors">Is told what drains.</param>
    /// <param name="clock">For bounds.</param>
    /// <error code="edge.start.failed">The socket cannot be made.</error>
    public static Result<PeerServer, LobsterError> Start(
        string state, TableKeeper keeper, Estate estate, Succession succession, Predecessors predecessors, TimeProvider clock)
    {
        if (ProcessTable.UserOf(Environment.ProcessId).TryGetError(out var error, out var self)) return error;
        return PeerServer.Start(PathIn(state), "handover socket", MaxConnections, uid => uid == self, ServeAsync, clock);

        Task ServeAsync(Socket peer, CancellationToken cancellationToken) =>
            new HandoverSession(peer, keeper, estate, succession, predecessors, clock).RunAsync(cancellationToken);
    }
}
