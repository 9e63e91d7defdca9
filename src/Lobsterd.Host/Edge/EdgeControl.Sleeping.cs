using System.Runtime.CompilerServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Host.Edge;

public sealed partial class EdgeControl : IWakeRequests, IEdgeActivity
{
    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> ParkAsync(TenantName tenant, bool force, CancellationToken cancellationToken) =>
        link.ParkAsync(tenant, force, cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> UnparkAsync(EdgeRoute route, CancellationToken cancellationToken) =>
        link.UnparkAsync(route, cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> RefuseAsync(TenantName tenant, string reason, TimeSpan retryAfter, CancellationToken cancellationToken)
    {
        var seconds = (int)Math.Clamp(Math.Ceiling(retryAfter.TotalSeconds), 1, EdgeLimits.MaxRetryAfterSeconds);
        var said = reason.Length <= EdgeLimits.MaxReasonLength ? reason : reason[..EdgeLimits.MaxReasonLength];
        return link.RefuseAsync(new EdgeRequest.Refuse(tenant.Value, said, seconds), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WakeAsked> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await foreach (var happened in EdgeEvents.ReadAsync(paths.EdgeControlSocket, new EdgeRequest.Watch { Wakes = true }, clock, cancellationToken))
                if (happened is EdgeEvent.WakeWanted wanted && EdgeWakes.Read(wanted).TryGetValue(out var asked)) yield return asked;
            await Task.Delay(WatchPause, clock, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<TenantActivity>, LobsterError>> ReadActivityAsync(CancellationToken cancellationToken)
    {
        var tenants = new List<TenantActivity>();
        while (true)
        {
            var request = new EdgeRequest.Traffic { After = tenants.LastOrDefault()?.Tenant.Value };
            if ((await link.AskAsync<EdgeReply.Traffic>(request, cancellationToken)).TryGetError(out var error, out var page)) return error;
            foreach (var read in page.Tenants)
            {
                if (TenantName.Parse(read.Tenant).TryGetError(out error, out var tenant)) return error;
                tenants.Add(new TenantActivity(
                    tenant, read.Requests, read.WebSockets, read.Streams, read.Held, TimeSpan.FromMilliseconds(read.IdleMs), read.Parked));
            }

            if (!page.More || page.Tenants.Count == 0) return tenants;
        }
    }
}
