using System.Net;
using System.Runtime.CompilerServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Agent;
using Lobsterd.Host.Caddy;
using Lobsterd.Host.Kept;
using Lobsterd.Protocol.Edge;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Host.Edge;

/// <summary>Edge and Caddy as the service sees them: kept up, told every change, asked what they have.</summary>
public sealed partial class EdgeControl : IEdge, IAsyncDisposable
{
    // After an edge has gone, before the next one is listened to.
    private static readonly TimeSpan WatchPause = TimeSpan.FromMilliseconds(500);

    // One that lives and says nothing for so long hangs, however busy the host is.
    private static readonly TimeSpan HangBound = TimeSpan.FromSeconds(5);

    private readonly LobsterdPaths paths;
    private readonly EdgeProgram program;
    private readonly KeptProcess edge;
    private readonly EdgeLink link;
    private readonly CaddyFront caddy;
    private readonly TimeProvider clock;
    private readonly ILogger<EdgeControl> logger;
    private readonly bool answersNames;
    private KeptProgram? wanted;

    /// <summary>Starts nothing yet.</summary>
    /// <param name="paths">The root's layout.</param>
    /// <param name="config">The whole configuration, of which domain, edge, wake and caddy are read.</param>
    /// <param name="edgeProgram">Path of <c>lobsterd-edge</c>.</param>
    /// <param name="clock">For bounds and pauses.</param>
    /// <param name="logger">For starts and ends.</param>
    /// <param name="answersNames">Whether the edge answers what guests ask for by name: the firewall follows names, and there are resolvers.</param>
    public EdgeControl(LobsterdPaths paths, LobsterdConfig config, string edgeProgram, TimeProvider clock, ILogger<EdgeControl> logger, bool answersNames = false)
    {
        this.answersNames = answersNames;
        this.paths = paths;
        this.clock = clock;
        this.logger = logger;
        program = new EdgeProgram(paths, config.Edge, config.Wake, answersNames ? [.. config.Network.Dns.Select(IPAddress.Parse)] : [], edgeProgram, logger);
        caddy = new CaddyFront(paths, config.Domain, config.Caddy, clock, logger);
        edge = new KeptProcess(RefreshAsync, clock, logger);
        link = new EdgeLink(paths.EdgeControlSocket, EnsureEdgeAsync, clock);
    }

    /// <summary>Whether an edge of this root runs, kept up by us or not.</summary>
    public bool IsRunning => KeptProcess.Runs(program.MarkFile);

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> EnsureUpAsync(CancellationToken cancellationToken)
    {
        if ((await caddy.FindUserAsync(cancellationToken)).TryGetError(out var error, out var caddyUid)) return error;
        wanted = program.Behind(caddyUid, caddy.Ask);
        if ((await EnsureEdgeAsync(cancellationToken)).TryGetError(out error)) return error;
        if ((await ReplaceHungAsync(wanted, cancellationToken)).TryGetError(out error)) return error;
        return await caddy.EnsureUpAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> TearDownAsync(CancellationToken cancellationToken)
    {
        var removed = await caddy.TearDownAsync(cancellationToken);
        wanted = null;
        await edge.StopAsync(program.MarkFile);
        return removed;
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> ReplaceAsync(IReadOnlyList<EdgeRoute> routes, CancellationToken cancellationToken) =>
        link.ReplaceAsync(routes, cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> PublishAsync(EdgeRoute route, CancellationToken cancellationToken) =>
        link.PublishAsync(route, cancellationToken);

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> WithdrawAsync(TenantName tenant, CancellationToken cancellationToken)
    {
        var withdrawn = await link.WithdrawAsync(tenant, cancellationToken);
        if (withdrawn.IsSuccess || IsRunning) return withdrawn;

        // No edge, no route; and the table that a dead one left must not lead there when it comes back.
        return program.ForgetTable();
    }

    /// <summary>The edge's whole table as it stands, sorted by tenant.</summary>
    /// <error code="edge.control.unreachable">The edge does not answer.</error>
    public async Task<Result<IReadOnlyList<EdgeTableEntry>, LobsterError>> ReadTableAsync(CancellationToken cancellationToken)
    {
        var routes = new List<EdgeTableEntry>();
        while (true)
        {
            var request = new EdgeRequest.Table { After = routes.LastOrDefault()?.Tenant };
            if ((await link.AskAsync<EdgeReply.Table>(request, cancellationToken)).TryGetError(out var error, out var page)) return error;
            routes.AddRange(page.Routes);
            if (!page.More || page.Routes.Count == 0) return routes;
        }
    }

    /// <summary>One tenant's route as it stands; null when it has none. Costs the same whatever the number of tenants.</summary>
    /// <error code="edge.control.unreachable">The edge does not answer.</error>
    public Task<Result<EdgeTableEntry?, LobsterError>> FindAsync(TenantName tenant, CancellationToken cancellationToken) =>
        link.AskAsync<EdgeReply.Table>(new EdgeRequest.Find(tenant.Value), cancellationToken).Map(found => found.Routes.SingleOrDefault());

    /// <summary>What is in flight, by tenant; those with nothing in flight are left out.</summary>
    /// <error code="edge.control.unreachable">The edge does not answer.</error>
    public async Task<Result<IReadOnlyList<EdgeInFlight>, LobsterError>> ReadInFlightAsync(CancellationToken cancellationToken)
    {
        var tenants = new List<EdgeInFlight>();
        while (true)
        {
            var request = new EdgeRequest.InFlight { After = tenants.LastOrDefault()?.Tenant };
            if ((await link.AskAsync<EdgeReply.InFlight>(request, cancellationToken)).TryGetError(out var error, out var page)) return error;
            tenants.AddRange(page.Tenants);
            if (!page.More || page.Tenants.Count == 0) return tenants;
        }
    }

    /// <summary>What has passed to each tenant since its route was first there.</summary>
    /// <error code="edge.control.unreachable">The edge does not answer.</error>
    /// <error code="edge.control.garbled">The edge is of an older version, and does not count.</error>
    public async Task<Result<IReadOnlyList<EdgePassed>, LobsterError>> ReadPassedAsync(CancellationToken cancellationToken)
    {
        var tenants = new List<EdgePassed>();
        while (true)
        {
            var request = new EdgeRequest.Passed { After = tenants.LastOrDefault()?.Tenant };
            if ((await link.AskAsync<EdgeReply.Passed>(request, cancellationToken)).TryGetError(out var error, out var page)) return error;
            tenants.AddRange(page.Tenants);
            if (!page.More || page.Tenants.Count == 0) return tenants;
        }
    }

    /// <summary>How the edge is.</summary>
    /// <error code="edge.control.unreachable">The edge does not answer.</error>
    public Task<Result<EdgeReply.Health, LobsterError>> ReadHealthAsync(CancellationToken cancellationToken) =>
        link.AskAsync<EdgeReply.Health>(new EdgeRequest.Health(), cancellationToken);

    /// <summary>What happens at the edge, for as long as the caller listens; events between two edges, or that came too fast, are missed.</summary>
    public async IAsyncEnumerable<EdgeEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await foreach (var happened in EdgeEvents.ReadAsync(paths.EdgeControlSocket, new EdgeRequest.Watch(), clock, cancellationToken)) yield return happened;
            await Task.Delay(WatchPause, clock, cancellationToken);
        }
    }

    /// <summary>Whether Caddy's configuration holds a server of ours; false when no Caddy answers.</summary>
    public Task<bool> HasCaddyServerAsync(CancellationToken cancellationToken) => caddy.HasServerAsync(cancellationToken);

    /// <summary>Stops keeping edge and Caddy up; both go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await edge.DisposeAsync();
        await caddy.DisposeAsync();
        await link.DisposeAsync();
    }

    // What it has in flight hangs with it, so nothing is lost by killing it.
    private async Task<UnitResult<LobsterError>> ReplaceHungAsync(KeptProgram program, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(HangBound, clock, cancellationToken);
        try
        {
            _ = await ReadHealthAsync(deadline.Token);
            return UnitResult.Success<LobsterError>();
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            if ((await edge.ReplaceAsync(program, cancellationToken)).TryGetError(out var error)) return error;
            return await link.RefreshAsync(cancellationToken);
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if ((await link.RefreshAsync(cancellationToken)).TryGetError(out var error)) EdgeControlLog.NotTold(logger, error.Code.Name, error.FullMessage);
    }

    private async Task<UnitResult<LobsterError>> EnsureEdgeAsync(CancellationToken cancellationToken)
    {
        if (wanted is { } program) return await edge.EnsureAsync(program, cancellationToken);
        return IsRunning
            ? UnitResult.Success<LobsterError>()
            : new LobsterError(EdgeErrors.Unreachable, "the edge does not run", "run 'lobsterd init'");
    }
}
