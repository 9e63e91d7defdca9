using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Inventory;

/// <summary>One kind of thing that lobsterd leaves on a host.</summary>
public interface IInventorySource
{
    /// <summary>All of it.</summary>
    Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> ListAsync(CancellationToken cancellationToken);

    /// <summary>What of it belongs to one owner; costs the same with one tenant as with thousands.</summary>
    Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> FindAsync(VmOwner owner, CancellationToken cancellationToken);
}
