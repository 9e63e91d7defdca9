using Lobsterd.Domain.Config;
using Lobsterd.Protocol.Reef;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lobsterd.Reef.Service;

/// <summary><c>/v1/config</c>: the configuration in force, defaults included.</summary>
public sealed class ConfigEndpoints(LobsterdConfig config)
{
    /// <summary>Adds the path.</summary>
    public void Map(IEndpointRouteBuilder routes) => _ = routes.MapGet(ReefPaths.Config, () => Results.Json(config, ConfigJson.Default.LobsterdConfig));
}
