using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Host.Edge;

/// <summary>The service's line to the edge. Knows the table that the edge shall have, and tells it anew after each new connection: an edge
/// that was killed has its own memory of it, but not of what was withdrawn meanwhile.</summary>
/// <param name="socketPath">The edge's control socket.</param>
/// <param name="ensureUp">Starts an edge that does not run, and waits until it listens.</param>
/// <param name="clock">For bounds.</param>
internal sealed class EdgeLink(string socketPath, Func<CancellationToken, Task<UnitResult<LobsterError>>> ensureUp, TimeProvider clock) : IAsyncDisposable
{
    // How long a broken connection is made anew and asked again; an edge that is about to die looks alive for a moment. What was done
    // already is answered as done.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<TenantName, EdgeRoute> table = [];
    private bool isTableKnown;
    private EdgeConnection? connection;

    /// <summary>Asks what changes nothing.</summary>
    public async Task<Result<T, LobsterError>> AskAsync<T>(EdgeRequest request, CancellationToken cancellationToken)
        where T : EdgeReply
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return (await ExchangeAsync(request, cancellationToken)).Bind(EdgeReplies.As<T>);
        }
        finally
        {
            _ = turn.Release();
        }
    }

    /// <summary>Makes this the table, here and there.</summary>
    public async Task<UnitResult<LobsterError>> ReplaceAsync(IReadOnlyList<EdgeRoute> routes, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            table.Clear();
            foreach (var route in routes) table[route.Tenant] = route;
            isTableKnown = true;

            // A new connection begins with the table; an old one is told it.
            if (connection is null) return await ConnectAsync(cancellationToken);
            return (await TellTableAsync(cancellationToken)).IsSuccess ? UnitResult.Success<LobsterError>() : await ConnectAsync(cancellationToken);
        }
        finally
        {
            _ = turn.Release();
        }
    }

    /// <summary>Adds or changes a route. It is in the table only when the edge has acknowledged it.</summary>
    public Task<UnitResult<LobsterError>> PublishAsync(EdgeRoute route, CancellationToken cancellationToken) =>
        ChangeAsync(new EdgeRequest.Publish(EdgeTableEntry.Of(route)), () => table[route.Tenant] = route, cancellationToken);

    /// <summary>Removes a route. It is out of the table at once, whatever becomes of the message.</summary>
    public async Task<UnitResult<LobsterError>> WithdrawAsync(TenantName tenant, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            _ = table.Remove(tenant);
            var replied = (await ExchangeAsync(new EdgeRequest.Withdraw(tenant.Value), cancellationToken)).Bind(EdgeReplies.As<EdgeReply.Done>);
            return replied.TryGetError(out var error) ? error : UnitResult.Success<LobsterError>();
        }
        finally
        {
            _ = turn.Release();
        }
    }

    /// <summary>Parks a tenant. It is parked in the table only when the edge has acknowledged it: until then what is held may go.</summary>
    public Task<UnitResult<LobsterError>> ParkAsync(TenantName tenant, bool force, CancellationToken cancellationToken) =>
        ChangeAsync(new EdgeRequest.Park(tenant.Value, force), () => MarkParked(tenant), cancellationToken);

    /// <summary>Opens a route.</summary>
    public Task<UnitResult<LobsterError>> UnparkAsync(EdgeRoute route, CancellationToken cancellationToken)
    {
        var open = route with { Parked = false };
        return ChangeAsync(new EdgeRequest.Unpark(EdgeTableEntry.Of(open)), () => table[open.Tenant] = open, cancellationToken);
    }

    /// <summary>Answers what is held.</summary>
    public Task<UnitResult<LobsterError>> RefuseAsync(EdgeRequest.Refuse refusal, CancellationToken cancellationToken) =>
        ChangeAsync(refusal, static () => { }, cancellationToken);

    /// <summary>Connects anew and tells the table; for an edge that was started again.</summary>
    public async Task<UnitResult<LobsterError>> RefreshAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await ConnectAsync(cancellationToken);
        }
        finally
        {
            _ = turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        turn.Dispose();
    }

    private async Task<UnitResult<LobsterError>> ChangeAsync(EdgeRequest request, Action acknowledged, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var replied = (await ExchangeAsync(request, cancellationToken)).Bind(EdgeReplies.As<EdgeReply.Done>);
            if (replied.TryGetError(out var error)) return error;
            acknowledged();
            return UnitResult.Success<LobsterError>();
        }
        finally
        {
            _ = turn.Release();
        }
    }

    private void MarkParked(TenantName tenant)
    {
        if (table.TryGetValue(tenant, out var route)) table[tenant] = route with { Parked = true };
    }

    private async Task<Result<EdgeReply, LobsterError>> ExchangeAsync(EdgeRequest request, CancellationToken cancellationToken)
    {
        for (var since = clock.GetTimestamp(); ;)
        {
            if (connection is not null || !(await ConnectAsync(cancellationToken)).TryGetError(out var failure))
            {
                var replied = await AskOrDropAsync(request, cancellationToken);
                if (!replied.TryGetError(out failure)) return replied;
            }

            if (failure.Code != EdgeErrors.Unreachable || clock.GetElapsedTime(since) > Patience) return failure;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    // Whatever interrupts an exchange, the next reply on that connection would answer the wrong request.
    private async Task<Result<EdgeReply, LobsterError>> AskOrDropAsync(EdgeRequest request, CancellationToken cancellationToken)
    {
        var answered = false;
        try
        {
            var replied = await connection!.AskAsync(request, cancellationToken);
            answered = replied.IsSuccess;
            return replied;
        }
        finally
        {
            if (!answered) await DropAsync();
        }
    }

    private async Task<UnitResult<LobsterError>> ConnectAsync(CancellationToken cancellationToken)
    {
        await DropAsync();
        if ((await ensureUp(cancellationToken)).TryGetError(out var error)) return error;
        if ((await EdgeConnection.OpenAsync(socketPath, clock, cancellationToken)).TryGetError(out error, out var opened)) return error;
        connection = opened;
        return isTableKnown ? await TellTableAsync(cancellationToken) : UnitResult.Success<LobsterError>();
    }

    private async Task<UnitResult<LobsterError>> TellTableAsync(CancellationToken cancellationToken)
    {
        var parts = table.Values.Select(EdgeTableEntry.Of).Chunk(EdgeLimits.MaxRoutesPerLine).DefaultIfEmpty([]).ToList();
        for (var part = 0; part < parts.Count; part++)
        {
            var told = await AskOrDropAsync(new EdgeRequest.Replace(parts[part], Last: part == parts.Count - 1), cancellationToken);
            if (told.Bind(EdgeReplies.As<EdgeReply.Done>).TryGetError(out var error)) return error;
        }

        return UnitResult.Success<LobsterError>();
    }

    private async Task DropAsync()
    {
        if (connection is null) return;
        await connection.DisposeAsync();
        connection = null;
    }
}
