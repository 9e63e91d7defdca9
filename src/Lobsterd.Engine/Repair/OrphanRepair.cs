using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Engine.Checks;

namespace Lobsterd.Engine.Repair;

/// <summary>Removes what belongs to no tenant, disks excepted.</summary>
public sealed class OrphanRepair(OrphanSearch search, IOrphans orphans) : HostRepair(HealthRepairs.Orphans)
{
    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> DoAsync(CancellationToken cancellationToken)
    {
        if ((await search.FindAsync(cancellationToken)).TryGetError(out var error, out var found)) return error;
        LobsterError? first = null;

        // Inventory's order: a process goes before its TAP, its mounts and its files.
        foreach (var item in found.Where(orphans.IsRemovable))
        {
            // A spawn may have been given the slot since the look.
            if (!search.IsNobodys(item)) continue;
            if ((await orphans.RemoveAsync(item, cancellationToken)).TryGetError(out error)) first ??= error;
        }

        return first is null ? UnitResult.Success<LobsterError>() : first;
    }
}
