using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Edge;

public sealed partial class EdgeControl : IFrontReadings
{
    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfEdgeAsync(CancellationToken cancellationToken)
    {
        // Asking one that does not run would start it.
        if (!IsRunning) return new List<string> { "it does not run" };
        return (await ReadHealthAsync(cancellationToken)).TryGetError(out var error, out _) ? new List<string> { error.FullMessage } : new List<string>();
    }

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfCaddyAsync(CancellationToken cancellationToken) => caddy.FaultsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<Result<EdgeRoute?, LobsterError>> FindRouteAsync(TenantName tenant, CancellationToken cancellationToken)
    {
        if (!IsRunning) return new LobsterError(EdgeErrors.Unreachable, "the edge does not run");
        if ((await FindAsync(tenant, cancellationToken)).TryGetError(out var error, out var entry)) return error;
        return entry is null ? default(EdgeRoute?) : entry.ToRoute().Map(EdgeRoute? (route) => route);
    }
}
