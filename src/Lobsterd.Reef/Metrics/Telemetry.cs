using Lobsterd.Domain.Config;
using Lobsterd.Engine.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Lobsterd.Reef.Metrics;

/// <summary>Wires what the service measures and traces to those who collect it.</summary>
public static class Telemetry
{
    private const string Service = "lobsterd";

    /// <summary>Adds the metrics; whoever asks for them gets them.</summary>
    public static IServiceCollection AddReefMetrics(this IServiceCollection services)
    {
        _ = services.AddMetrics().AddSingleton<TenantInstruments>().AddSingleton<MetricsEndpoint>();
        _ = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Service))
            .WithMetrics(metrics => metrics
                .AddMeter(EngineMeters.Name, TenantInstruments.Name, "Microsoft.AspNetCore.Hosting")
                .AddPrometheusExporter());
        return services;
    }

    /// <summary>Sends the traces of requests, commands and their steps to a collector, where one is configured.</summary>
    public static IServiceCollection AddTraces(this IServiceCollection services, TelemetryConfig config)
    {
        if (config.OtlpEndpoint is not { } collector) return services;
        _ = services.AddOpenTelemetry().WithTracing(traces => traces
            .AddSource("Lobsterd.Engine.Sagas", "Microsoft.AspNetCore")
            .AddOtlpExporter(exporter =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = new Uri($"{collector.TrimEnd('/')}/v1/traces");
            }));
        return services;
    }
}
