namespace Lobsterd.Domain.Config;

/// <summary>Where the service's own figures and traces go.</summary>
public sealed record TelemetryConfig
{
    /// <summary>A collector that takes traces by OTLP over HTTP, e.g. http://127.0.0.1:4318; null: none are sent.</summary>
    public string? OtlpEndpoint { get; init; }
}
