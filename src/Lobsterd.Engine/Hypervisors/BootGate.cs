using System.Collections.Concurrent;
using Lobsterd.Domain.Config;

namespace Lobsterd.Engine.Hypervisors;

/// <summary>Lets only so many guests boot at once, in the order in which they came.</summary>
/// <remarks>
/// A booting kernel wants a whole processor. Guests that boot beside each other boot no sooner for it, and one whose virtual CPU is kept off the
/// processor for long measures its own timer wrong and never comes up.
/// </remarks>
public sealed class BootGate(HypervisorConfig config) : IDisposable
{
    private readonly SemaphoreSlim turns = new(config.BootsAtOnce ?? Environment.ProcessorCount);
    private readonly ConcurrentDictionary<Guid, bool> inside = new();

    /// <summary>Longest wait for the agent of a guest that was let in.</summary>
    public TimeSpan Bound { get; } = TimeSpan.FromMilliseconds(config.BootTimeoutMs);

    /// <summary>Waits for a tenant's turn; at once for one that has it already.</summary>
    public async Task EnterAsync(Guid tenant, CancellationToken cancellationToken)
    {
        if (inside.ContainsKey(tenant)) return;
        await turns.WaitAsync(cancellationToken);
        inside[tenant] = true;
    }

    /// <summary>Gives the turn on; nothing for a tenant that has none.</summary>
    public void Leave(Guid tenant)
    {
        if (inside.TryRemove(tenant, out _)) _ = turns.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => turns.Dispose();
}
