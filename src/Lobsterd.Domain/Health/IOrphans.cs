using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Inventory;

namespace Lobsterd.Domain.Health;

/// <summary>Removes what belongs to no tenant.</summary>
public interface IOrphans
{
    /// <summary>Whether a thing of its kind belongs to some tenant, where everything is as it should be.</summary>
    bool IsOfTenants(InventoryItem item);

    /// <summary>Whether it may be removed without a person: all but disks and what lies beside them.</summary>
    bool IsRemovable(InventoryItem item);

    /// <summary>Removes one thing. Absent already is success.</summary>
    Task<UnitResult<LobsterError>> RemoveAsync(InventoryItem item, CancellationToken cancellationToken);
}
