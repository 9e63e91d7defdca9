using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Inventory;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>Looks whether anything on the host still belongs to the tenant; its slot is freed only when nothing does.</summary>
/// <error code="tenant.evict.leftover">Something does; the message names it.</error>
public sealed class ProofStep(IHostInventory inventory) : EvictStep
{
    private const int MostNamed = 8;

    /// <inheritdoc/>
    public override string Name => "proof";

    /// <inheritdoc/>
    protected override async Task<UnitResult<LobsterError>> RemoveAsync(EvictPlan input, CancellationToken cancellationToken)
    {
        if ((await inventory.TakeAsync(input.Tenant.Owner, cancellationToken)).TryGetError(out var error, out var items)) return error;

        // The registry entry is the next step's to remove.
        var left = items.Where(item => item.Kind != InventoryKind.Registry).ToList();
        if (left.Count == 0) return UnitResult.Success<LobsterError>();

        var named = string.Join(", ", left.Take(MostNamed).Select(item => $"{item.Kind} {item.Name}".ToLowerInvariant()));
        var more = left.Count > MostNamed ? $" and {left.Count - MostNamed} more" : "";
        return new LobsterError(
            EvictErrors.Leftover, $"tenant {input.Tenant.Name} has left something: {named}{more}", $"lobsterd evict {input.Tenant.Name} tries again");
    }
}
