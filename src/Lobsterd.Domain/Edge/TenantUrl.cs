using Lobsterd.Domain.Config;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Edge;

/// <summary>Where browsers reach a tenant, as the configuration says it.</summary>
public static class TenantUrl
{
    private static readonly string[] PlainListen = ["127.0.0.1:8080", "[::1]:8080"];
    private static readonly string[] TlsListen = [":443"];

    /// <summary>The addresses that Caddy listens on: the configured ones, or the mode's default.</summary>
    public static IReadOnlyList<string> ListenOf(CaddyConfig caddy) =>
        caddy.Listen.Count > 0 ? caddy.Listen : caddy.Tls == TlsMode.Off ? PlainListen : TlsListen;

    /// <summary>The tenant's exact host name, e.g. <c>alice.lobster.localhost</c>.</summary>
    public static string HostOf(TenantName tenant, LobsterdConfig config) => $"{tenant}.{config.Domain}";

    /// <summary>The tenant's URL, e.g. <c>http://alice.lobster.localhost:8080/</c>; the port is left out where it is the scheme's own.</summary>
    public static string Of(TenantName tenant, LobsterdConfig config)
    {
        var scheme = config.Caddy.Tls == TlsMode.Off ? "http" : "https";
        var first = ListenOf(config.Caddy)[0];
        var port = first[(first.LastIndexOf(':') + 1)..];
        var shown = (scheme, port) is ("http", "80") or ("https", "443") ? "" : $":{port}";
        return $"{scheme}://{HostOf(tenant, config)}{shown}/";
    }
}
