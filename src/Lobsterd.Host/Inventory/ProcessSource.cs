using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Inventory;

/// <summary>Processes that run under one of this root's UIDs: VMMs, edge, Caddy.</summary>
public sealed class ProcessSource(LobsterdPaths paths) : IInventorySource
{
    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> ListAsync(CancellationToken cancellationToken)
    {
        var items = new List<InventoryItem>();
        var bearers = SeatBearers.Read(paths);
        foreach (var pid in ProcessTable.Pids())
        {
            // A process that ended meanwhile is nobody's any more.
            if (!ProcessTable.UserOf(pid).TryGetValue(out var uid)) continue;
            // One that has ended and is not collected yet holds nothing.
            if (ItemOf(uid, bearers) is { } item && !(ProcessStat.Read(pid).TryGetValue(out var stat) && stat.IsZombie)) items.Add(item);
        }

        return Task.FromResult<Result<IReadOnlyList<InventoryItem>, LobsterError>>(items);
    }

    /// <summary>Nothing: a tenant's processes are all in its cgroup, which another source tells; reading every process of a large host has no place in an eviction.</summary>
    public Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> FindAsync(VmOwner owner, CancellationToken cancellationToken) =>
        Task.FromResult<Result<IReadOnlyList<InventoryItem>, LobsterError>>(Array.Empty<InventoryItem>());

    private InventoryItem? ItemOf(uint uid, SeatBearers bearers)
    {
        if (uid == paths.Instance.EdgeUid) return new InventoryItem(InventoryKind.Process, "edge", Slot: null, Tenant: null);
        if (uid == paths.Instance.CaddyUid) return new InventoryItem(InventoryKind.Process, "caddy", Slot: null, Tenant: null);
        return paths.Instance.SeatOf(uid) is { } seat ? bearers.ItemOf(InventoryKind.Process, $"vmm of {(seat.IsBeyondSlots ? "seat" : "slot")} {seat}", seat) : null;
    }
}
