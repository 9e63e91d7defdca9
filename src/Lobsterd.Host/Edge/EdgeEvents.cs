using System.Runtime.CompilerServices;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Host.Edge;

/// <summary>Listens to one edge on a connection of its own, until that edge goes.</summary>
internal static class EdgeEvents
{
    public static async IAsyncEnumerable<EdgeEvent> ReadAsync(
        string socketPath, EdgeRequest.Watch watch, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!(await EdgeConnection.OpenAsync(socketPath, clock, cancellationToken)).TryGetValue(out var connection)) yield break;
        await using var opened = connection;
        if ((await connection.AskAsync(watch, cancellationToken)).IsFailure) yield break;
        while ((await connection.ReadEventAsync(cancellationToken)).TryGetValue(out var happened)) yield return happened;
    }
}
