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
internal sealed class ControlAnswers(TableKeeper keeper, RouteTable table, TableFile file, TrafficTotal total, LobsterError? lost)
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
        EdgeRequest.InFlight read => ReadInFlight(read.After),
        EdgeRequest.Traffic read => ReadTraffic(read.After),
        EdgeRequest.Health => await ReadHealthAsync(cancellationToken),
        _ => Reply(new LobsterError(EdgeErrors.Garbled, "this message means nothing here")),
    };

    /// <summary>Answers the last part of a whole table.</summary>
    public async Task<EdgeReply> ReplaceAsync(IReadOnlyList<EdgeRoute> routes, CancellationToken cancellationToken) =>
        Reply(await keeper.ReplaceAsync(routes, cancellationToken));

    /// <summary>An error as a refusal.</summary>
    public static EdgeReply Reply(LobsterError error) => new EdgeReply.Refused(error.Code.Name, error.FullMessage) { Hint = error.NearestHint };

    private static EdgeReply Reply(Result<long, LobsterError> done) =>
        done.TryGetError(out var error, out var version) ? Reply(error) : new EdgeReply.Done(version);

    private EdgeReply.Table Find(TenantName tenant) =>
        new(keeper.Version, table.TryFind(tenant, out var route) ? [EdgeTableEntry.Of(route.Plan)] : [], More: false);

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

    private EdgeReply.Traffic ReadTraffic(string? after)
    {
        var rest = table.Routes
            .Where(route => string.CompareOrdinal(route.Plan.Tenant.Value, after) > 0)
            .Select(route => route.Traffic.ReadTotals())
            .OrderBy(read => read.Tenant, StringComparer.Ordinal)
            .ToList();
        return new EdgeReply.Traffic([.. rest.Take(MaxTenantsPerLine)], rest.Count > MaxTenantsPerLine);
    }

    private async Task<EdgeReply.Health> ReadHealthAsync(CancellationToken cancellationToken) => new()
    {
        Version = keeper.Version,
        Routes = table.Count,
        UnderWay = total.UnderWay,
        PortsDown = await keeper.ReadDownAsync(cancellationToken),
        Saved = file.IsSaved,
        TableLost = lost?.FullMessage,
    };
}
