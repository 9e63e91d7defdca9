using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Layout;
using Lobsterd.Host.Agent;
using Lobsterd.Host.Kept;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Host.Caddy;

/// <summary>The Caddy in front of the edge: our own process, or one that runs already and of which only our server is touched.</summary>
internal sealed class CaddyFront : IHostNews, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly LobsterdPaths paths;
    private readonly string domain;
    private readonly CaddyConfig config;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly OwnCaddy own;
    private readonly KeptProcess kept;

    // Looking and writing is one act: init, a repair and a Caddy that came up again may all be at it.
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Starts nothing yet.</summary>
    /// <param name="paths">The root's layout.</param>
    /// <param name="domain">Tenants are below it.</param>
    /// <param name="config">Listeners, TLS, and whose Caddy it is.</param>
    /// <param name="clock">For bounds and pauses.</param>
    /// <param name="logger">For starts and ends.</param>
    public CaddyFront(LobsterdPaths paths, string domain, CaddyConfig config, TimeProvider clock, ILogger logger)
    {
        (this.paths, this.domain, this.config, this.clock, this.logger) = (paths, domain, config, clock, logger);
        own = new OwnCaddy(paths, config, clock);
        kept = new KeptProcess(ConvergeAgainAsync, clock, logger);
    }

    /// <summary>Where Caddy asks the edge for names; null when it never does.</summary>
    public IPEndPoint? Ask => config.Tls == TlsMode.OnDemand ? AskEndPoint : null;

    private IPEndPoint AskEndPoint => new(IPAddress.Loopback, config.AskPort);

    private CaddyDocument Document => new(domain, config, paths.EdgeHttpSocket, AskEndPoint, HasIpv6Loopback());

    /// <summary>The user that Caddy runs as, whose requests the edge hears.</summary>
    /// <error code="caddy.admin.refused">Caddy is another's, and nobody listens where its admin API should.</error>
    public async Task<Result<uint, LobsterError>> FindUserAsync(CancellationToken cancellationToken)
    {
        if (config.Admin is null) return paths.Instance.CaddyUid;
        return await CaddyAdminAddress.Parse(config.Admin, config.AdminOrigin).Bind(address => CaddyUser.FindAsync(address, cancellationToken));
    }

    /// <summary>Starts our own Caddy where it does not run, and gives Caddy our server where it does not have it.</summary>
    /// <error code="edge.start.failed">Our own cannot be started; the message holds its last words.</error>
    /// <error code="caddy.admin.refused">Its admin API refused or did not answer.</error>
    /// <error code="caddy.config.conflict">A part that Caddy has only once is another's.</error>
    public async Task<UnitResult<LobsterError>> EnsureUpAsync(CancellationToken cancellationToken)
    {
        if (config.Admin is not null) return Final(await ConvergeAsync(cancellationToken));
        if (KeptProcess.Runs(own.MarkFile) && await HangsAsync(cancellationToken)
            && (await kept.ReplaceAsync(own.Listening(Document.Listen), cancellationToken)).TryGetError(out var dead)) return dead;
        for (var since = clock.GetTimestamp(); ;)
        {
            if ((await kept.EnsureAsync(own.Listening(Document.Listen), cancellationToken)).TryGetError(out var error)) return error;
            var converged = await ConvergeAsync(cancellationToken);
            if (!IsUnreachable(converged) || clock.GetElapsedTime(since) > Patience) return Final(converged);

            // A Caddy that is about to die looks alive for a moment.
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>Takes our server out, and ends our own Caddy. Absent already is success.</summary>
    /// <error code="caddy.admin.refused">A Caddy that is not ours refused.</error>
    public async Task<UnitResult<LobsterError>> TearDownAsync(CancellationToken cancellationToken)
    {
        // Whatever is configured now, one of ours may run from before.
        await kept.StopAsync(own.MarkFile);
        own.Forget();
        if (config.Admin is null) return UnitResult.Success<LobsterError>();

        if (Admin().TryGetError(out var error, out var admin)) return error;
        var removed = await new CaddyConvergence(admin).RemoveAsync(Document.OnDemand, cancellationToken);

        // A Caddy that does not run serves nothing of ours.
        return IsUnreachable(removed) ? UnitResult.Success<LobsterError>() : removed;
    }

    /// <summary>Whether Caddy's configuration holds our server; false when no Caddy answers.</summary>
    public async Task<bool> HasServerAsync(CancellationToken cancellationToken) =>
        Admin().TryGetValue(out var admin)
        && (await admin.ReadAsync(CaddyDocument.ServerPath, cancellationToken)).TryGetValue(out var server) && server is not null;

    /// <summary>What of ours Caddy lacks, or has otherwise; that it does not answer is one of it.</summary>
    public async Task<Result<IReadOnlyList<string>, LobsterError>> FaultsAsync(CancellationToken cancellationToken)
    {
        if (Admin().TryGetError(out var error, out var admin)) return error;
        var faults = await new CaddyConvergence(admin).FaultsAsync(Document.Parts, cancellationToken);
        return faults.TryGetError(out error) ? new List<string> { error.FullMessage } : faults;
    }

    /// <inheritdoc/>
    public Task HearAsync(Action<HealthCheck> told, CancellationToken cancellationToken) =>
        Address().TryGetValue(out var address) ? new CaddyNews(address, clock).HearAsync(told, cancellationToken) : Task.CompletedTask;

    /// <summary>Stops keeping our own Caddy up; it goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await kept.DisposeAsync();
        turn.Dispose();
    }

    private Result<CaddyAdminAddress, LobsterError> Address() =>
        config.Admin is null ? OwnCaddy.AddressOf(paths) : CaddyAdminAddress.Parse(config.Admin, config.AdminOrigin);

    private Result<CaddyAdmin, LobsterError> Admin() => Address().Map(address => new CaddyAdmin(address, clock));

    private async Task<UnitResult<LobsterError>> ConvergeAsync(CancellationToken cancellationToken)
    {
        if (Admin().TryGetError(out var error, out var admin)) return error;
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await new CaddyConvergence(admin).ApplyAsync(Document.Parts, cancellationToken);
        }
        finally
        {
            _ = turn.Release();
        }
    }

    // One that says nothing at all; one that cannot be reached has ended, or is about to.
    private async Task<bool> HangsAsync(CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(Patience, clock, cancellationToken);
        try
        {
            _ = await own.Admin.AnswersAsync(deadline.Token);
            return false;
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return true;
        }
    }

    private static bool IsUnreachable(UnitResult<LobsterError> result) => result.TryGetError(out var error) && error.Code == EdgeErrors.Unreachable;

    private static UnitResult<LobsterError> Final(UnitResult<LobsterError> result) =>
        result.MapError(error => error.Code == EdgeErrors.Unreachable ? error with { Code = EdgeErrors.CaddyRefused } : error);

    private async Task ConvergeAgainAsync(CancellationToken cancellationToken)
    {
        if ((await ConvergeAsync(cancellationToken)).TryGetError(out var error)) CaddyLog.NotTold(logger, error.Code.Name, error.FullMessage);
    }

    private static bool HasIpv6Loopback()
    {
        if (!Socket.OSSupportsIPv6) return false;
        using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
