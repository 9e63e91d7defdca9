using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Access;
using Lobsterd.Reef.Document;
using Lobsterd.Reef.Events;
using Lobsterd.Reef.Exec;
using Lobsterd.Reef.Images;
using Lobsterd.Reef.Logs;
using Lobsterd.Reef.Metrics;
using Lobsterd.Reef.Molt;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Secrets;
using Lobsterd.Reef.Service;
using Lobsterd.Reef.Setup;
using Lobsterd.Reef.Snaps;
using Lobsterd.Reef.Templates;
using Lobsterd.Reef.Tenants;
using Lobsterd.Reef.Tokens;
using Lobsterd.Reef.Upgrades;
using Lobsterd.Reef.Usage;
using Lobsterd.Reef.Watch;
using Lobsterd.Reef.Why;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lobsterd.Reef;

/// <summary>The API's door: registers its parts and maps its paths.</summary>
public static class ReefApi
{
    /// <summary>Adds everything that the paths need beside engine and host.</summary>
    public static IServiceCollection AddReef(this IServiceCollection services) => services
        .AddReefMetrics()
        .AddSingleton<Doorkeeper>()
        .AddSingleton<CorsRules>()
        .AddSingleton<TenantTags>()
        .AddSingleton<TokenEndpoints>()
        .AddSingleton<BuoyEndpoints>()
        .AddSingleton<RouteGuard>()
        .AddSingleton<TenantMapping>()
        .AddSingleton<TenantListing>()
        .AddSingleton<TenantEndpoints>()
        .AddSingleton<SleepEndpoints>()
        .AddSingleton<ForkEndpoints>()
        .AddSingleton<ImageMapping>()
        .AddSingleton<ImageEndpoints>()
        .AddSingleton<KernelEndpoints>()
        .AddSingleton<TemplateEndpoints>()
        .AddSingleton<SnapEndpoints>()
        .AddSingleton<OperationMapping>()
        .AddSingleton<OperationAnswers>()
        .AddSingleton<OperationEndpoints>()
        .AddSingleton<EventEndpoints>()
        .AddSingleton<LogChorus>()
        .AddSingleton<WatchdogLines>()
        .AddSingleton<LogEndpoints>()
        .AddSingleton<UsageEndpoints>()
        .AddSingleton<WhyEndpoints>()
        .AddSingleton<UpgradeEndpoints>()
        .AddSingleton<ScheduleEndpoints>()
        .AddSingleton<ExecCarrier>()
        .AddSingleton<ExecEndpoints>()
        .AddSingleton<FileEndpoints>()
        .AddSingleton<ForwardEndpoints>()
        .AddSingleton<SecretEndpoints>()
        .AddSingleton<MoltEndpoints>()
        .AddSingleton<WatchEndpoints>()
        .AddSingleton<OperatorWordEndpoints>()
        .AddSingleton<SetupEndpoints>()
        .AddSingleton<ConfigEndpoints>()
        .AddSingleton<ServiceEndpoints>();

    /// <summary>Maps every path; any other is a problem too.</summary>
    /// <error code="request.path.unknown">There is nothing at that path.</error>
    /// <returns>What has been declared.</returns>
    public static IReadOnlyList<ReefRoute> MapReef(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var routes = new ReefRoutes(endpoints, services.GetRequiredService<RouteGuard>());
        services.GetRequiredService<ServiceEndpoints>().Map(routes);
        services.GetRequiredService<ConfigEndpoints>().Map(routes);
        services.GetRequiredService<TokenEndpoints>().Map(routes);
        services.GetRequiredService<BuoyEndpoints>().Map(routes);
        DocumentEndpoints.Map(routes);
        services.GetRequiredService<TenantEndpoints>().Map(routes);
        services.GetRequiredService<SleepEndpoints>().Map(routes);
        services.GetRequiredService<ForkEndpoints>().Map(routes);
        services.GetRequiredService<LogEndpoints>().Map(routes);
        services.GetRequiredService<UsageEndpoints>().Map(routes);
        services.GetRequiredService<WhyEndpoints>().Map(routes);
        services.GetRequiredService<UpgradeEndpoints>().Map(routes);
        services.GetRequiredService<ScheduleEndpoints>().Map(routes);
        services.GetRequiredService<MetricsEndpoint>().Map(routes, endpoints);
        services.GetRequiredService<ExecEndpoints>().Map(routes);
        services.GetRequiredService<FileEndpoints>().Map(routes);
        services.GetRequiredService<ForwardEndpoints>().Map(routes);
        services.GetRequiredService<SecretEndpoints>().Map(routes);
        services.GetRequiredService<OperationEndpoints>().Map(routes);
        services.GetRequiredService<EventEndpoints>().Map(routes);
        services.GetRequiredService<ImageEndpoints>().Map(routes);
        services.GetRequiredService<KernelEndpoints>().Map(routes);
        services.GetRequiredService<MoltEndpoints>().Map(routes);
        services.GetRequiredService<WatchEndpoints>().Map(routes);
        services.GetRequiredService<OperatorWordEndpoints>().Map(routes);
        services.GetRequiredService<TemplateEndpoints>().Map(routes);
        services.GetRequiredService<SnapEndpoints>().Map(routes);
        services.GetRequiredService<SetupEndpoints>().Map(routes);
        ReferencePage.Map(endpoints);
        var cors = services.GetRequiredService<CorsRules>();
        _ = endpoints.MapFallback("/{**path}", (HttpContext context) => cors.AnswerPreflight(context) ? Task.CompletedTask : ProblemMapping.WriteAsync(context, new LobsterError(
            RequestErrors.PathUnknown,
            $"there is nothing at {context.Request.Method} {PlainText.Of(context.Request.Path.ToString(), 256)}",
            $"paths start with {ReefPaths.Version1}; GET {ReefPaths.Document} lists them")));
        return routes.All;
    }
}
