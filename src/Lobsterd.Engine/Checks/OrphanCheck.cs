using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether anything on the host belongs to no tenant.</summary>
public sealed class OrphanCheck(OrphanSearch search) : HostCheck(HealthChecks.Orphans)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(CancellationToken cancellationToken)
    {
        if ((await search.FindAsync(cancellationToken)).TryGetError(out var error, out var orphans)) return Observation.Unknown(error.FullMessage);
        return Observation.Of(
            CSharpFunctionalExtensions.Result.Success<IReadOnlyList<string>, Domain.Errors.LobsterError>([.. orphans.Select(item => $"{item.Kind.ToString().ToLowerInvariant()} {item.Name}")]),
            "everything belongs to somebody");
    }
}
