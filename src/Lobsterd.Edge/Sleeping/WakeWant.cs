using System.Net;
using Lobsterd.Edge.Forwarding;
using Lobsterd.Protocol.Edge;
using Microsoft.AspNetCore.Http.Features;

namespace Lobsterd.Edge.Sleeping;

/// <summary>What came for a sleeping tenant, cut to its bounds.</summary>
/// <param name="Source">Who caused it, for the budget.</param>
/// <param name="Peer">The address that it came from, as text.</param>
internal sealed record WakeWant(WakeSource Source, string Peer)
{
    /// <summary>The host that a request named.</summary>
    public string? Host { get; init; }

    /// <summary>A request's method and path; a query may hold a secret, so it is left out.</summary>
    public string? Request { get; init; }

    /// <summary>The published port that a connection came to.</summary>
    public int? HostPort { get; init; }

    /// <summary>What a request wants.</summary>
    public static WakeWant Of(HttpContext context)
    {
        var peer = ForwardedHeaders.ClientOf(context);
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return new WakeWant(WakeSource.Of(IPAddress.TryParse(peer, out var address) ? address : null), Cut(peer, EdgeLimits.MaxPeerLength))
        {
            Host = Cut(context.Request.Host.Value ?? "", EdgeLimits.MaxHostLength),
            Request = Cut($"{context.Request.Method} {(query < 0 ? target : target[..query])}", EdgeLimits.MaxRequestLength),
        };
    }

    /// <summary>What a connection to a published port wants.</summary>
    public static WakeWant Of(EndPoint? peer, int hostPort)
    {
        var address = (peer as IPEndPoint)?.Address;
        if (address?.IsIPv4MappedToIPv6 == true) address = address.MapToIPv4();
        return new WakeWant(WakeSource.Of(address), Cut(address?.ToString() ?? "", EdgeLimits.MaxPeerLength)) { HostPort = hostPort };
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
