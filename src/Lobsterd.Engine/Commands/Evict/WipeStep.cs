using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Secrets;
using Lobsterd.Domain.Storage;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>Removes the tenant's secrets, disk and folder.</summary>
public sealed class WipeStep(IOverlays overlays, ISecretFiles secrets) : EvictStep
{
    /// <inheritdoc/>
    public override string Name => "wipe";

    /// <inheritdoc/>
    protected override async Task<UnitResult<LobsterError>> RemoveAsync(EvictPlan input, CancellationToken cancellationToken)
    {
        // Both, whatever becomes of the one: a damaged disk is no reason to keep secrets.
        var forgotten = secrets.Remove(input.Tenant.Id);
        var removed = await overlays.RemoveAsync(input.Tenant.Owner, cancellationToken);
        return forgotten.TryGetError(out var error) ? error : removed;
    }
}
