using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Routing;
using Lobsterd.Edge.Table;
using Lobsterd.Edge.Traffic;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Control;

/// <summary>What the edge answers to each request; knows nothing of sockets.</summary>
/// <param name="keeper">Changes the table.</param>
/// <param name="table">The routes, for what is in flight.</param>
/// <param name="file">Whether the table is saved.</param>
/// <param name="total">Everything in flight.</param>
/// <param name="lost">Why the table of the last edge is lost; null when it is not.</param>
/// <param name="hearsNames">Whether guests are heard that ask for names.</param>
internal sealed class ControlAnswers(TableKeeper keeper, RouteTable table, TableFile file, TrafficTotal total, LobsterError? lost, bool hearsNames)
{
    private const int MaxTenantsPerLine = 1_024;

    public EdgeGreeting Greeting => new(EdgeGreeting.Name, EdgeLimits.ProtocolVersion, EdgeLimits.OldestProtocolVersion, keeper.Version);

    /// <summary>Answers a request that is complete in itself.</summary>
    public async Task<EdgeReply> AnswerAsync(EdgeRequest request, CancellationToken cancellationToken) => request switch
    {
        EdgeRequest.Publish publish => Reply(
            await publish.Route.ToRoute().Bind(route => keeper.PublishAsync(route, cancellationToken))),
        EdgeRequest.Withdraw withdraw => Reply(
            await TenantName.Parse(withdraw.Tenant).Map(tenant => keeper.WithdrawAsync(tenant, cancellationToken))),
        EdgeRequest.Table read => await keeper.ReadAsync(read.After, cancellationToken),
        EdgeRequest.Find find => TenantName.Parse(find.Tenant).TryGetError(out var error, out var tenant) ? Reply(error) : Find(tenant),
        EdgeRequest.Park park => Reply(
            await TenantName.Parse(park.Tenant).Bind(tenant => keeper.ParkAsync(tenant, park.Force, cancellationToken))),
        EdgeRequest.Unpark unpark => Reply(
            await unpark.Route.ToRoute().Bind(route => keeper.PublishAsync(route with { Parked = false }, cancellationToken))),
        EdgeRequest.Refuse refuse => Reply(await RefuseAsync(refuse, cancellationToken)),
        EdgeRequest.Traffic read => ReadTraffic(read.After),
        EdgeRequest.InFlight read => ReadInFlight(read.After),
        EdgeRequest.Passed read => ReadPassed(read.After),
        EdgeRequest.Health => await ReadHealthAsync(cancellationToken),
        _ => Reply(new LobsterError(EdgeErrors.Garbled, "this message means nothing here")),
    };

    /// <summary>Every tenant that is asked for at this instant.</summary>
    public IEnumerable<EdgeEvent.WakeWanted> Wanted => table.Routes.Select(route => route.Traffic.Wanted).OfType<EdgeEvent.WakeWanted>();

    /// <summary>Answers the last part of a whole table.</summary>
    public async Task<EdgeReply> ReplaceAsync(IReadOnlyList<EdgeRoute> routes, CancellationToken cancellationToken) =>
        Reply(await keeper.ReplaceAsync(routes, cancellationToken));

    /// <summary>An error as a refusal.</summary>
    public static EdgeReply Reply(LobsterError error) => new EdgeReply.Refused(error.Code.Name, error.FullMessage) { Hint = error.NearestHint };

    private static EdgeReply Reply(Result<long, LobsterError> done) =>
        done.TryGetError(out var error, out var version) ? Reply(error) : new EdgeReply.Done(version);

    private EdgeReply.Table Find(TenantName tenant) =>
        new(keeper.Version, table.TryFind(tenant, out var route) ? [EdgeTableEntry.Of(route.Plan)] : [], More: false);

    private async Task<Result<long, LobsterError>> RefuseAsync(EdgeRequest.Refuse refuse, CancellationToken cancellationToken)
    {
        if (TenantName.Parse(refuse.Tenant).TryGetError(out var error, out var tenant)) return error;
        if (refuse.Reason.Length > EdgeLimits.MaxReasonLength || refuse.RetryAfterSeconds is < 1 or > EdgeLimits.MaxRetryAfterSeconds)
            return new LobsterError(EdgeErrors.Garbled, "a refusal's reason or time is out of its bounds");
        return await keeper.RefuseAsync(tenant, refuse.Reason, TimeSpan.FromSeconds(refuse.RetryAfterSeconds), cancellationToken);
    }

    private EdgeReply.Traffic ReadTraffic(string? after)
    {
        var rest = table.Routes
            .Where(route => string.CompareOrdinal(route.Plan.Tenant.Value, after) > 0)
            .OrderBy(route => route.Plan.Tenant.Value, StringComparer.Ordinal)
            .Take(MaxTenantsPerLine + 1)
            .Select(route => route.Traffic.ReadAll())
            .ToList();
        return new EdgeReply.Traffic([.. rest.Take(MaxTenantsPerLine)], rest.Count > MaxTenantsPerLine);
    }

    private EdgeReply.InFlight ReadInFlight(string? after)
    {
        var rest = table.Routes
            .Where(route => string.CompareOrdinal(route.Plan.Tenant.Value, after) > 0)
            .Select(route => route.Traffic.Read())
            .Where(read => read.Requests + read.WebSockets + read.Streams > 0)
            .OrderBy(read => read.Tenant, StringComparer.Ordinal)
            .ToList();
        return new EdgeReply.InFlight([.. rest.Take(MaxTenantsPerLine)], rest.Count > MaxTenantsPerLine);
    }

    private EdgeReply.Passed ReadPassed(string? after)
    {
        var rest = table.Routes
            .Where(route => string.CompareOrdinal(route.Plan.Tenant.Value, after) > 0)
            .Select(route => route.Traffic.ReadPassed())
            .OrderBy(read => read.Tenant, StringComparer.Ordinal)
            .ToList();
        return new EdgeReply.Passed([.. rest.Take(MaxTenantsPerLine)], rest.Count > MaxTenantsPerLine);
    }

    private async Task<EdgeReply.Health> ReadHealthAsync(CancellationToken cancellationToken) => new()
    {
        Version = keeper.Version,
        Routes = table.Count,
        UnderWay = total.UnderWay,
        PortsDown = await keeper.ReadDownAsync(cancellationToken),
        Saved = file.IsSaved,
        HearsNames = hearsNames,
        TableLost = lost?.FullMessage,
    };
}
