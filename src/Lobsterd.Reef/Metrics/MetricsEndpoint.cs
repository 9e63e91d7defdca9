using Lobsterd.Domain.Access;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lobsterd.Reef.Metrics;

/// <summary><c>/v1/metrics</c>: the figures of service, host and tenants for Prometheus.</summary>
/// <param name="instruments">Those of the tenants; a service that nobody asks has none, and their room costs nothing.</param>
public sealed class MetricsEndpoint(Lazy<TenantInstruments> instruments)
{
    // The one format that every version of Prometheus reads, whatever it would rather have.
    private const string Format = "text/plain; version=0.0.4";

    private RequestDelegate? exporter;

    /// <summary>Adds the path.</summary>
    public void Map(ReefRoutes routes, IEndpointRouteBuilder endpoints)
    {
        exporter = endpoints.CreateApplicationBuilder().UseOpenTelemetryPrometheusScrapingEndpoint(_ => true).Build();
        _ = routes.Get(ReefPaths.Metrics, ApiScopes.HostRead, "Tells the figures of the service, the host and the tenants, for Prometheus.", ScrapeAsync).AnswersText("text/plain");
    }

    private async Task ScrapeAsync(HttpContext context)
    {
        await instruments.Value.ReadAsync(context.RequestAborted);
        context.Request.Headers.Accept = Format;
        await exporter!(context);
    }
}
