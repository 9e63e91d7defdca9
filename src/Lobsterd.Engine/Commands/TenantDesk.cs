using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Locks;
using Lobsterd.Engine.Operations;

namespace Lobsterd.Engine.Commands;

/// <summary>What every command on a tenant needs: its lock, the operations, the events, the clock.</summary>
public sealed class TenantDesk(TenantLocks locks, OperationBook operations, EventBook events, TimeProvider clock)
{
    // A command waits this long for another one on the same tenant: longer than any healthy spawn, shorter than a person's patience.
    private static readonly TimeSpan LockBound = TimeSpan.FromSeconds(60);

    /// <summary>The operations.</summary>
    public OperationBook Operations => operations;

    /// <summary>The events.</summary>
    public EventBook Events => events;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Begins to look out for whoever wants a tenant's lock, for what works without it and gives way.</summary>
    /// <param name="isMeant">Which tenant's, and for which command.</param>
    public Lookout Watch(Func<TenantName, string, bool> isMeant) => locks.Watch(isMeant);

    /// <summary>Does something under a tenant's lock.</summary>
    /// <error code="tenant.lock.busy">Another command held the lock all the time.</error>
    public async Task<Result<object, LobsterError>> WithTenantAsync(
        TenantName name, string command, Func<Task<Result<object, LobsterError>>> work, CancellationToken cancellationToken)
    {
        if ((await locks.AcquireAsync(name, command, LockBound, cancellationToken)).TryGetError(out var busy, out var held)) return busy;
        using (held) return await work();
    }
}
