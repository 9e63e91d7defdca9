using System.Diagnostics.Metrics;
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

    // Series of one instrument of the service itself: commands, their steps and errors, routes. The room for all is taken at once; below this it is no large object,
    // of which a few cost a collection of the whole heap.
    private const int MostOwnSeries = 800;

    /// <summary>Adds the metrics; whoever asks for them gets them.</summary>
    public static IServiceCollection AddReefMetrics(this IServiceCollection services)
    {
        _ = services.AddMetrics()
            .AddSingleton<TenantInstruments>()
            .AddSingleton(provider => new Lazy<TenantInstruments>(provider.GetRequiredService<TenantInstruments>))
            .AddSingleton<MetricsEndpoint>();
        _ = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Service))
            .WithMetrics(metrics => metrics
                .AddMeter(EngineMeters.Name, TenantInstruments.Name, "Microsoft.AspNetCore.Hosting")
                .AddView(LimitOf)
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

    // What comes beyond the limit is one series of its own, which says so.
    private static MetricStreamConfiguration LimitOf(Instrument instrument) =>
        new() { CardinalityLimit = instrument.Meter.Name == TenantInstruments.Name ? TenantInstruments.MostSeriesOf(instrument.Name) : MostOwnSeries };
}
