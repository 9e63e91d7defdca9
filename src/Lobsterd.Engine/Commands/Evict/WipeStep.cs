using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Storage;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>Removes the tenant's disk and folder.</summary>
public sealed class WipeStep(IOverlays overlays) : EvictStep
{
    /// <inheritdoc/>
    public override string Name => "wipe";

    /// <inheritdoc/>
    protected override Task<UnitResult<LobsterError>> RemoveAsync(EvictPlan input, CancellationToken cancellationToken) =>
        overlays.RemoveAsync(input.Tenant.Owner, cancellationToken);
}
