using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Access;

/// <summary>Knows callers: on the Unix socket by the kernel's word for who they are, elsewhere by their token.</summary>
public sealed class Doorkeeper(LobsterdConfig config)
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    private static readonly object CallerKey = new();

    // Whoever could connect before anybody had scopes was let in by the socket's mode: root, and a group that is told to be root's equal.
    private readonly bool everyPeerIsAdmin = config.Reef.SocketScopes.Count == 0;

    private readonly Dictionary<uint, ApiScopes> scopesOfPeers = config.Reef.SocketScopes.ToDictionary(
        entry => uint.Parse(entry.Key, CultureInfo.InvariantCulture), entry => ScopeNames.Parse(entry.Value) ?? ApiScopes.None);

    /// <summary>Who asks.</summary>
    /// <error code="access.token.refused">No token, or none that is good.</error>
    public Result<Caller, LobsterError> Identify(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket is { AddressFamily: AddressFamily.Unix } socket
            ? OnSocket(context, socket)
            : new LobsterError(AccessErrors.TokenRefused, "there is no token", "send Authorization: Bearer TOKEN; lobsterd tokens create makes one");

    // A socket's peer never changes, so the kernel is asked once a connection.
    private Caller OnSocket(HttpContext context, Socket socket)
    {
        var items = context.Features.Get<IConnectionItemsFeature>()?.Items;
        if (items is not null && items.TryGetValue(CallerKey, out var known)) return (Caller)known!;
        var caller = PeerOf(socket);
        _ = items?.TryAdd(CallerKey, caller);
        return caller;
    }

    // unix(7), SO_PEERCRED: pid, uid, gid as three 32-bit numbers.
    private Caller PeerOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        if (socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials) != credentials.Length) return new Caller("unknown", ApiScopes.None);
        var uid = BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]);
        var scopes = uid == 0 || everyPeerIsAdmin ? ApiScopes.Admin : scopesOfPeers.GetValueOrDefault(uid);
        return new Caller(string.Create(CultureInfo.InvariantCulture, $"uid {uid}"), scopes);
    }
}
