using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Agent;

namespace Lobsterd.Host.Edge;

public sealed partial class EdgeControl : IFrontReadings, IHostNews
{
    // Of a look: who does not say that soon how it is, is not well.
    private static readonly TimeSpan LookBound = TimeSpan.FromSeconds(2);

    private static readonly string UnheardNames = string.Create(
        CultureInfo.InvariantCulture, $"it does not hear guests that ask for names: port {NameService.EdgePort} of the host, UDP or TCP, was taken when it started");

    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfEdgeAsync(CancellationToken cancellationToken)
    {
        // Asking one that does not run would start it.
        if (!IsRunning) return new List<string> { "it does not run" };
        if ((await LookAsync("the edge", ReadHealthAsync, cancellationToken)).TryGetError(out var error, out var health)) return new List<string> { error.FullMessage };
        return answersNames && !health.HearsNames ? new List<string> { UnheardNames } : new List<string>();
    }

    /// <inheritdoc/>
    public Task HearAsync(Action<HealthCheck> told, CancellationToken cancellationToken) => caddy.HearAsync(told, cancellationToken);

    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfCaddyAsync(CancellationToken cancellationToken)
    {
        var looked = await LookAsync("Caddy", caddy.FaultsAsync, cancellationToken);
        return looked.TryGetError(out var error) && error.Code == EdgeErrors.Unreachable ? new List<string> { error.FullMessage } : looked;
    }

    /// <inheritdoc/>
    public async Task<Result<EdgeRoute?, LobsterError>> FindRouteAsync(TenantName tenant, CancellationToken cancellationToken)
    {
        if (!IsRunning) return new LobsterError(EdgeErrors.Unreachable, "the edge does not run");
        if ((await LookAsync("the edge", stop => FindAsync(tenant, stop), cancellationToken)).TryGetError(out var error, out var entry)) return error;
        return entry is null ? default(EdgeRoute?) : entry.ToRoute().Map(EdgeRoute? (route) => route);
    }
    private async Task<Result<T, LobsterError>> LookAsync<T>(
        string whom, Func<CancellationToken, Task<Result<T, LobsterError>>> ask, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(LookBound, clock, cancellationToken);
        try
        {
            return await ask(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return new LobsterError(EdgeErrors.Unreachable, $"no answer from {whom} within {LookBound.TotalSeconds:0} s");
        }
    }
}
