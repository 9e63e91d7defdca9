using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Lobsterd.Domain.Config;

namespace Lobsterd.Host.Caddy;

/// <summary>What lobsterd wants of a Caddy, as Caddy's own JSON: one server in front of the edge, and for TLS where its certificates come from.
/// The same configuration always gives the same document.</summary>
/// <remarks>Source: <see href="https://caddyserver.com/docs/json/"/>. Written for 2.6.2 and later.</remarks>
/// <param name="domain">Tenants are below it.</param>
/// <param name="config">Listeners and TLS.</param>
/// <param name="edgeSocket">Where the edge takes requests.</param>
/// <param name="ask">Where Caddy asks whether a name may have a certificate.</param>
/// <param name="hasIpv6Loopback">Whether <c>[::1]</c> can be listened on.</param>
internal sealed class CaddyDocument(string domain, CaddyConfig config, string edgeSocket, IPEndPoint ask, bool hasIpv6Loopback)
{
    /// <summary>The name of our server among Caddy's servers.</summary>
    public const string ServerPath = "/config/apps/http/servers/lobsterd";

    private const string PoliciesPath = "/config/apps/tls/automation/policies";
    private const string OnDemandPath = "/config/apps/tls/automation/on_demand";
    private const string FilesPath = "/config/apps/tls/certificates/load_files";
    private const int HttpPort = 80;

    private bool IsTls => config.Tls != TlsMode.Off;

    /// <summary>The addresses that our server listens on.</summary>
    public IReadOnlyList<string> Listen => config.Listen.Count > 0 ? config.Listen
        : IsTls ? [":443", ":80"]
        : hasIpv6Loopback ? ["127.0.0.1:8080", "[::1]:8080"] : ["127.0.0.1:8080"];

    /// <summary>Every part, in the order in which they can be made.</summary>
    public IReadOnlyList<CaddyPart> Parts => [.. Certificates, new CaddyPart.Named(ServerPath, Server)];

    /// <summary>Every part that any configuration of ours may have left, for removal.</summary>
    public static IReadOnlyList<string> RemovalPaths => [ServerPath, "/id/lobsterd-policy", "/id/lobsterd-certificate"];

    /// <summary>The part that is one for all of Caddy, when this configuration has it.</summary>
    public CaddyPart.Only OnDemand => new(OnDemandPath, new JsonObject { ["ask"] = $"http://{ask}/ask" });

    private IEnumerable<CaddyPart> Certificates => config.Tls switch
    {
        TlsMode.Internal => [Policy(("issuers", new JsonArray(new JsonObject { ["module"] = "internal" })))],
        TlsMode.OnDemand => [OnDemand, Policy(("on_demand", true))],
        TlsMode.Files => [Files],
        _ => [],
    };

    private CaddyPart.Element Files => new(FilesPath, "lobsterd-certificate", new JsonObject
    {
        ["@id"] = "lobsterd-certificate",
        ["certificate"] = config.CertificateFile,
        ["key"] = config.KeyFile,
    });

    private JsonObject Server
    {
        get
        {
            var server = new JsonObject
            {
                ["listen"] = new JsonArray([.. Listen.Select(address => (JsonNode)address)]),
                ["routes"] = Routes,
                ["automatic_https"] = AutomaticHttps,
            };
            if (IsTls) server["tls_connection_policies"] = new JsonArray(new JsonObject());
            return server;
        }
    }

    // Which names get certificates is read from the host matcher below; redirects are ours, since ours know the port.
    private JsonObject AutomaticHttps => config.Tls switch
    {
        TlsMode.Off => new JsonObject { ["disable"] = true },
        TlsMode.Files => new JsonObject { ["disable_certificates"] = true, ["disable_redirects"] = true },
        _ => new JsonObject { ["disable_redirects"] = true },
    };

    private JsonArray Routes
    {
        get
        {
            JsonNode[] routes = [Route(new JsonObject { ["host"] = new JsonArray($"*.{domain}", domain) }), Route(match: null)];
            return new JsonArray(IsTls && Listen.Any(IsHttp) ? [Redirect, .. routes] : routes);
        }
    }

    private static JsonObject Redirect => new()
    {
        ["match"] = new JsonArray(new JsonObject { ["protocol"] = "http" }),
        ["handle"] = new JsonArray(new JsonObject
        {
            ["handler"] = "static_response",
            ["status_code"] = 308,
            ["headers"] = new JsonObject { ["Location"] = new JsonArray("https://{http.request.host}{http.request.uri}") },
        }),
        ["terminal"] = true,
    };

    private JsonObject Route(JsonObject? match)
    {
        var route = new JsonObject { ["handle"] = new JsonArray(Proxy), ["terminal"] = true };
        if (match is not null) route["match"] = new JsonArray(match);
        return route;
    }

    // A dial that fails is tried again for a while: it is what a request meets while the edge is started anew, which takes the time that
    // the old one gives to what is under way, and a second.
    private JsonObject Proxy => new()
    {
        ["handler"] = "reverse_proxy",
        ["upstreams"] = new JsonArray(new JsonObject { ["dial"] = $"unix/{edgeSocket}" }),
        ["load_balancing"] = new JsonObject { ["try_duration"] = "10s", ["try_interval"] = "20ms" },
        ["transport"] = new JsonObject
        {
            ["protocol"] = "http",
            ["keep_alive"] = new JsonObject { ["max_idle_conns_per_host"] = 256 },
        },
    };

    private CaddyPart.Element Policy((string Name, JsonNode Value) rule) => new(PoliciesPath, "lobsterd-policy", new JsonObject
    {
        ["@id"] = "lobsterd-policy",
        ["subjects"] = new JsonArray($"*.{domain}", domain),
        [rule.Name] = rule.Value,
    });

    private static bool IsHttp(string address) => address.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{HttpPort}"), StringComparison.Ordinal);
}
