using System.Security.Cryptography;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Hypervisors;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Has a guest stand still before its memory is saved: what runs in it is frozen and it has no address, so that a copy of it wakes up as nobody and sends nothing.</summary>
public sealed class GuestHold(IAgents agents, HypervisorSet hypervisors)
{
    private const int NonceBytes = 32;

    /// <summary>What one hold is known by.</summary>
    public static byte[] NewNonce() => RandomNumberGenerator.GetBytes(NonceBytes);

    /// <summary>Begins it, with everything written that the guest holds back, and no connection of ours left in what is saved.</summary>
    /// <error code="agent.request.refused">The guest could not, or is too old to know how; it goes on as it was.</error>
    public async Task<UnitResult<LobsterError>> BeginAsync(Tenant tenant, byte[] nonce, CancellationToken cancellationToken)
    {
        // What it writes out now, it need not write out while it stands still.
        if ((await agents.SyncAsync(tenant.Owner, tenant.AgentToken, cancellationToken)).TryGetError(out var error)) return error;
        var held = await agents.HoldAsync(tenant.Owner, tenant.AgentToken, nonce, cancellationToken);
        await agents.HangUpAsync(tenant.Owner, cancellationToken);
        return held;
    }

    /// <summary>The same without the hold: the guest has written everything, and no connection of ours is left.</summary>
    public async Task<UnitResult<LobsterError>> PartAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        var synced = await agents.SyncAsync(tenant.Owner, tenant.AgentToken, cancellationToken);
        await agents.HangUpAsync(tenant.Owner, cancellationToken);
        return synced;
    }

    /// <summary>Ends it, if it is held. A VM that has ended meanwhile holds nobody.</summary>
    public async Task<UnitResult<LobsterError>> EndAsync(Tenant tenant, byte[] nonce, CancellationToken cancellationToken)
    {
        var released = await agents.ReleaseAsync(tenant.Owner, tenant.AgentToken, nonce, cancellationToken);

        // One that refuses is not held: it knows nothing of it.
        if (!released.TryGetError(out var error) || error.Code == AgentErrors.Refused) return UnitResult.Success<LobsterError>();
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out var none, out var driver)) return none;
        return (await driver.StatsAsync(tenant.Owner, cancellationToken)).TryGetError(out var unread) && unread.Code == VmErrors.NotRunning
            ? UnitResult.Success<LobsterError>()
            : error;
    }
}
