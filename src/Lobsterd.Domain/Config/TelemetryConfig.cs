namespace Lobsterd.Domain.Config;

/// <summary>Where the service's own figures and traces go.</summary>
public sealed record TelemetryConfig
{
    /// <summary>A collector that takes traces by OTLP over gRPC; null: none are made.</summary>
    public string? OtlpEndpoint { get; init; }
}
