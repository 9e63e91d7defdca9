using System.Net.Http.Headers;

namespace Lobsterd.Edge.Forwarding;

/// <summary>Tells a guest who its client is, in three headers that no client can forge.</summary>
/// <remarks>Caddy puts the client's address last into <c>X-Forwarded-For</c>; whatever stands before it is hearsay and is dropped, as is every
/// other header of the kind.</remarks>
internal static class ForwardedHeaders
{
    private const string For = "X-Forwarded-For";
    private const string Proto = "X-Forwarded-Proto";
    private const string Host = "X-Forwarded-Host";
    private const string Family = "X-Forwarded-";

    /// <summary>Replaces what came with what is true.</summary>
    /// <param name="context">The request as it came.</param>
    /// <param name="headers">The headers that go to the guest, copied from the request.</param>
    public static void Write(HttpContext context, HttpRequestHeaders headers)
    {
        var believed = context.Features.Get<Entrance>() == Entrance.Caddy;
        var client = ClientOf(context);
        var secure = believed && string.Equals(context.Request.Headers[Proto].ToString(), "https", StringComparison.OrdinalIgnoreCase);

        Drop(headers);
        if (client.Length > 0) _ = headers.TryAddWithoutValidation(For, client);
        _ = headers.TryAddWithoutValidation(Proto, secure ? "https" : "http");
        _ = headers.TryAddWithoutValidation(Host, context.Request.Host.Value ?? "");
    }

    /// <summary>The client's address as far as it can be believed; empty when it is not known.</summary>
    public static string ClientOf(HttpContext context) => context.Features.Get<Entrance>() == Entrance.Caddy
        ? Last(context.Request.Headers[For].ToString())
        : context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static void Drop(HttpRequestHeaders headers)
    {
        _ = headers.Remove("Forwarded");
        _ = headers.Remove("X-Real-IP");
        List<string>? family = null;
        foreach (var header in headers.NonValidated)
            if (header.Key.StartsWith(Family, StringComparison.OrdinalIgnoreCase)) (family ??= []).Add(header.Key);
        if (family is null) return;
        foreach (var name in family) _ = headers.Remove(name);
    }

    private static string Last(string list) => list[(list.LastIndexOf(',') + 1)..].Trim();
}
