using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Agent;

/// <summary>The hearts of the agents in the guests: each says again and again that it lives, and nobody asks.</summary>
public interface IHeartbeats
{
    /// <summary>Listens to one until it is heard no more, or until cancelled. A VM that hangs falls silent; one that ended breaks the connection.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="every">How often it shall beat, 1 s to 10 min; two and a half times as long without a beat is silence.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why it is heard no more (<c>agent.connect.unreachable</c>, <c>agent.message.garbled</c>); null when it never was: that agent knows of no heartbeat, or cannot be reached at all.</returns>
    Task<LobsterError?> ListenAsync(VmOwner owner, TimeSpan every, CancellationToken cancellationToken);
}
