using System.Globalization;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Access;
using Lobsterd.Reef.Problems;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Access;

/// <summary>Knows callers: on the Unix socket by the kernel's word for who they are, elsewhere by their token.</summary>
public sealed class Doorkeeper(LobsterdConfig config, TokenBook tokens, IPeers peers, TimeProvider clock)
{
    private const string Bearer = "Bearer ";

    private static readonly object CallerKey = new();

    private readonly Turnstile turnstile = new(config.Reef.RequestsPerSecond, clock);

    // Whoever could connect before anybody had scopes was let in by the socket's mode: root, and a group that is told to be root's equal.
    private readonly bool everyPeerIsAdmin = config.Reef.SocketScopes.Count == 0;

    private readonly Dictionary<uint, ApiScopes> scopesOfPeers = config.Reef.SocketScopes.ToDictionary(
        entry => uint.Parse(entry.Key, CultureInfo.InvariantCulture), entry => ScopeNames.Parse(entry.Value) ?? ApiScopes.None);

    /// <summary>Who asks.</summary>
    /// <error code="access.token.refused">No token, or none that is good.</error>
    /// <error code="request.rate.exceeded">They ask too often; users of the socket are not counted.</error>
    public Result<Caller, LobsterError> Identify(HttpContext context) => SocketOf(context) is { } socket ? OnSocket(context, socket) : OfToken(context);

    /// <summary>Whether a request came by the Unix socket.</summary>
    internal static bool IsOnSocket(HttpContext context) => SocketOf(context) is not null;

    private static Socket? SocketOf(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket is { AddressFamily: AddressFamily.Unix } socket ? socket : null;

    private Result<Caller, LobsterError> OfToken(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        var caller = header is [{ } text] && text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? tokens.Find(text.AsSpan(Bearer.Length)) : null;
        if (!turnstile.Pass(caller?.Actor ?? context.Connection.RemoteIpAddress?.ToString() ?? ""))
            return new LobsterError(RequestErrors.RateExceeded, $"more than {config.Reef.RequestsPerSecond} requests a second", "ask less often; reef.requestsPerSecond sets how often");
        if (caller is not null) return caller;
        return new LobsterError(
            AccessErrors.TokenRefused,
            header.Count == 0 ? "there is no token" : "the token is unknown, revoked or past its time",
            "send Authorization: Bearer TOKEN; lobsterd tokens create makes one");
    }

    // A socket's peer never changes, so the kernel is asked once a connection.
    private Caller OnSocket(HttpContext context, Socket socket)
    {
        var items = context.Features.Get<IConnectionItemsFeature>()?.Items;
        if (items is not null && items.TryGetValue(CallerKey, out var known)) return (Caller)known!;
        var caller = PeerOf(socket);
        _ = items?.TryAdd(CallerKey, caller);
        return caller;
    }

    private Caller PeerOf(Socket socket)
    {
        if (peers.UidOf(socket) is not { } uid) return new Caller("unknown", ApiScopes.None);
        var scopes = uid == 0 || everyPeerIsAdmin ? ApiScopes.Admin : scopesOfPeers.GetValueOrDefault(uid);
        return new Caller(string.Create(CultureInfo.InvariantCulture, $"uid {uid}"), scopes);
    }
}
