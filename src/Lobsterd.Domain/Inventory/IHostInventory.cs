using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Inventory;

/// <summary>Everything on the host that is lobsterd's, as the kernel and the file system tell it, not as the registry remembers it.</summary>
public interface IHostInventory
{
    /// <summary>All of it, sorted by kind and name.</summary>
    Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> TakeAsync(CancellationToken cancellationToken);

    /// <summary>What is left of one owner; costs a few small reads and no listing of everything, so eviction can afford it.</summary>
    Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> TakeAsync(VmOwner owner, CancellationToken cancellationToken);
}
