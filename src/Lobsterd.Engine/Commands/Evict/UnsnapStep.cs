using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>Removes the snaps of the tenant's disk, unless they are to be kept.</summary>
public sealed class UnsnapStep(ISnaps snaps) : EvictStep
{
    /// <inheritdoc/>
    public override string Name => "unsnap";

    /// <inheritdoc/>
    protected override Task<UnitResult<LobsterError>> RemoveAsync(EvictPlan input, CancellationToken cancellationToken) =>
        input.KeepsSnaps ? Task.FromResult(UnitResult.Success<LobsterError>()) : Task.Run(() => snaps.RemoveAll(input.Tenant.Id), cancellationToken);
}
