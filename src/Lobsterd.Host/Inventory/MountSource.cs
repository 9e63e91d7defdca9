using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Mounts;

namespace Lobsterd.Host.Inventory;

/// <summary>Mounts below the folders of jails, VMs and tenants. A jail's own are in a namespace that goes with it, so one that is seen here was left.</summary>
public sealed class MountSource(LobsterdPaths paths) : IInventorySource
{
    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult(MountTable.Read().Map(IReadOnlyList<InventoryItem> (mounts) => [.. mounts.Select(ItemOf).OfType<InventoryItem>()]));

    /// <summary>Nothing: nothing of a tenant's is mounted.</summary>
    public Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> FindAsync(VmOwner owner, CancellationToken cancellationToken) =>
        Task.FromResult<Result<IReadOnlyList<InventoryItem>, LobsterError>>(Array.Empty<InventoryItem>());

    private InventoryItem? ItemOf(MountEntry mount)
    {
        foreach (var folder in (string[])[paths.Jails, paths.Vms, paths.Tenants])
            if (mount.Target.StartsWith($"{folder}/", StringComparison.Ordinal))
                return new InventoryItem(InventoryKind.Mount, Path.GetRelativePath(paths.Root, mount.Target), Slot: null, Path.GetRelativePath(folder, mount.Target).Split('/')[0]);
        return null;
    }
}
