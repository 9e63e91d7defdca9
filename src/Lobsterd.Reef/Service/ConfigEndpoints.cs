using Lobsterd.Domain.Access;
using Lobsterd.Domain.Config;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Service;

/// <summary><c>/v1/config</c>: the configuration in force, defaults included.</summary>
public sealed class ConfigEndpoints(LobsterdConfig config)
{
    /// <summary>Adds the path.</summary>
    public void Map(ReefRoutes routes) => _ =
        routes.Get(ReefPaths.Config, ApiScopes.HostRead, "Shows the configuration in force, defaults included.", (HttpContext _) => Results.Json(config, ConfigJson.Default.LobsterdConfig))
            .Answers(ConfigJson.Default.LobsterdConfig);
}
