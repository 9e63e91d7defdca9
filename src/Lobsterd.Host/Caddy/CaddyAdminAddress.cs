using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Caddy;

/// <summary>Where a Caddy takes orders, and by which name it wants to be called there.</summary>
/// <remarks>Caddy refuses a request whose Host header is not among its origins. On TCP these are by default its own addresses; on a Unix
/// socket it is the empty name.</remarks>
/// <param name="EndPoint">A Unix socket or a TCP endpoint.</param>
/// <param name="Host">The Host header; may be empty.</param>
internal sealed record CaddyAdminAddress(EndPoint EndPoint, string Host)
{
    private const string UnixPrefix = "unix/";
    private const string HttpPrefix = "http://";
    private const int DefaultPort = 2019;

    /// <summary>Reads an address of the configuration.</summary>
    /// <param name="text"><c>unix//path</c>, or <c>http://ADDRESS:PORT</c> with <c>localhost</c> or a literal address.</param>
    /// <param name="origin">The name to be called by, where <c>admin.origins</c> names another; null for the default.</param>
    /// <error code="caddy.admin.refused">The text is no such address.</error>
    public static Result<CaddyAdminAddress, LobsterError> Parse(string text, string? origin)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal) && text.Length > UnixPrefix.Length + 1)
            return new CaddyAdminAddress(new UnixDomainSocketEndPoint(text[UnixPrefix.Length..]), origin ?? "");
        if (!text.StartsWith(HttpPrefix, StringComparison.Ordinal)) return Unreadable(text);

        var authority = text[HttpPrefix.Length..].TrimEnd('/');
        var literal = authority.Replace("localhost", "127.0.0.1", StringComparison.OrdinalIgnoreCase);
        if (!IPEndPoint.TryParse(literal, out var endpoint)) return Unreadable(text);
        if (endpoint.Port != 0) return new CaddyAdminAddress(endpoint, origin ?? authority);
        endpoint.Port = DefaultPort;
        return new CaddyAdminAddress(endpoint, origin ?? string.Create(CultureInfo.InvariantCulture, $"{authority}:{DefaultPort}"));
    }

    /// <summary>A socket of the right kind.</summary>
    public Socket NewSocket() => EndPoint is UnixDomainSocketEndPoint
        ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new Socket(EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    private static LobsterError Unreadable(string text) =>
        new(EdgeErrors.CaddyRefused, $"'{text}' is no address of Caddy's admin API", "write unix//path or http://127.0.0.1:2019");
}
