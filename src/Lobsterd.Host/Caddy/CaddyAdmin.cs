using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Caddy;

/// <summary>Speaks to Caddy's admin API, one connection a request.</summary>
/// <remarks>HTTP/1.0 by hand, for two reasons: over a Unix socket Caddy wants an empty Host header, which .NET's client cannot send, and a
/// reply that ends with the connection needs no parser. Source: <see href="https://caddyserver.com/docs/api"/>.</remarks>
/// <param name="address">Where it listens.</param>
/// <param name="clock">For the bound.</param>
internal sealed class CaddyAdmin(CaddyAdminAddress address, TimeProvider clock)
{
    private const int MaxReplyBytes = 16 << 20;

    // Short, and in every configuration that an admin API is in.
    private const string Whether = "/config/admin";

    // A change provisions the whole configuration anew; a large one on a busy host takes its time.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Whether it answers at all.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken) =>
        (await SendAsync("GET", Whether, body: null, cancellationToken)).TryGetValue(out var reply) && reply.Status == 200;

    /// <summary>Reads a part of the configuration; null where there is none.</summary>
    /// <param name="path">From the root, e.g. <c>/config/apps/http/servers/lobsterd</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <error code="edge.control.unreachable">Nobody listens there.</error>
    /// <error code="caddy.admin.refused">It answered, but not this.</error>
    public async Task<Result<JsonNode?, LobsterError>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if ((await SendAsync("GET", path, body: null, cancellationToken)).TryGetError(out var error, out var reply)) return error;
        if (reply.Status == 200) return Parse(reply.Body);
        return IsAbsence(reply) ? (JsonNode?)null : Refused("GET", path, reply);
    }

    /// <summary>Changes a part of the configuration.</summary>
    /// <param name="method"><c>PUT</c> makes it and what lies above it, <c>PATCH</c> replaces it, <c>POST</c> adds to an array.</param>
    /// <param name="path">From the root.</param>
    /// <param name="value">What it shall be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <error code="edge.control.unreachable">Nobody listens there.</error>
    /// <error code="caddy.admin.refused">It refused; its words are in the message.</error>
    public async Task<UnitResult<LobsterError>> WriteAsync(string method, string path, JsonNode value, CancellationToken cancellationToken)
    {
        if ((await SendAsync(method, path, value.ToJsonString(), cancellationToken)).TryGetError(out var error, out var reply)) return error;
        return reply.Status == 200 ? UnitResult.Success<LobsterError>() : Refused(method, path, reply);
    }

    /// <summary>Removes a part of the configuration. Absent already is success.</summary>
    /// <param name="path">From the root.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <error code="edge.control.unreachable">Nobody listens there.</error>
    /// <error code="caddy.admin.refused">It refused; its words are in the message.</error>
    public async Task<UnitResult<LobsterError>> RemoveAsync(string path, CancellationToken cancellationToken)
    {
        if ((await SendAsync("DELETE", path, body: null, cancellationToken)).TryGetError(out var error, out var reply)) return error;
        return reply.Status == 200 || IsAbsence(reply) ? UnitResult.Success<LobsterError>() : Refused("DELETE", path, reply);
    }

    private async Task<Result<CaddyReply, LobsterError>> SendAsync(string method, string path, string? body, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var socket = address.NewSocket();
        try
        {
            await socket.ConnectAsync(address.EndPoint, either.Token);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Request(method, path, body), either.Token);
            return await CaddyReply.ReadAsync(stream, MaxReplyBytes, either.Token);
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return new LobsterError(EdgeErrors.Unreachable, $"Caddy does not answer on {address.EndPoint}: {fault.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LobsterError(EdgeErrors.Unreachable, $"no answer from Caddy within {Timeout.TotalSeconds} s");
        }
    }

    /// <summary>What keeps a connection for the next question, the same again.</summary>
    internal static byte[] Question(CaddyAdminAddress address) => Encoding.ASCII.GetBytes($"GET {Whether} HTTP/1.1\r\nHost: {address.Host}\r\n\r\n");

    private byte[] Request(string method, string path, string? body)
    {
        var content = Encoding.UTF8.GetBytes(body ?? "");
        var head = string.Create(CultureInfo.InvariantCulture,
            $"{method} {path} HTTP/1.0\r\nHost: {address.Host}\r\nContent-Type: application/json\r\nContent-Length: {content.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. content];
    }

    // Caddy says 404 for an unknown @id, and 400 or 500 for a path whose parents are missing.
    private static bool IsAbsence(CaddyReply reply) =>
        reply.Status == 404 || (reply.Status is 400 or 500 && reply.Body.Contains("invalid traversal path", StringComparison.Ordinal));

    private static Result<JsonNode?, LobsterError> Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return new LobsterError(EdgeErrors.CaddyRefused, "what Caddy answers is no JSON");
        }
    }

    private LobsterError Refused(string method, string path, CaddyReply reply) => new(
        EdgeErrors.CaddyRefused,
        $"Caddy refused {method} {path} with status {reply.Status}: {reply.Body[..Math.Min(reply.Body.Length, 500)].Trim()}",
        reply.Status == 403 ? $"its admin API does not know the name '{address.Host}': set caddy.adminOrigin to one of its admin.origins" : null);
}
