namespace Lobsterd.Domain.Config;

/// <summary>How browsers reach the host.</summary>
public sealed record CaddyConfig
{
    /// <summary>Where certificates come from.</summary>
    public TlsMode Tls { get; init; } = TlsMode.Off;

    /// <summary>Addresses that Caddy listens on, <c>host:port</c>; empty means the mode's default:
    /// <c>127.0.0.1:8080</c> and <c>[::1]:8080</c> without TLS, <c>:443</c> (and <c>:80</c> to redirect) with it.</summary>
    public IReadOnlyList<string> Listen { get; init; } = [];

    /// <summary>Certificate file (PEM) for <see cref="TlsMode.Files"/>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Key file (PEM) for <see cref="TlsMode.Files"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Admin API of a Caddy that runs already: <c>http://127.0.0.1:2019</c> or <c>unix//path</c>; null means we run our own.</summary>
    public string? Admin { get; init; }

    /// <summary>The name by which a Caddy that runs already wants its admin API to be called, one of its <c>admin.origins</c>; null for its default.</summary>
    public string? AdminOrigin { get; init; }

    /// <summary>The port of 127.0.0.1 on which the edge tells Caddy whose names may have certificates, for <see cref="TlsMode.OnDemand"/>; 1 to 65,535.</summary>
    public int AskPort { get; init; } = 8_079;

    /// <summary>The caddy program for our own process.</summary>
    public string Program { get; init; } = "/usr/bin/caddy";
}
