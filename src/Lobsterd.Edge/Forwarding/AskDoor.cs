using Lobsterd.Edge.Routing;

namespace Lobsterd.Edge.Forwarding;

/// <summary>Answers Caddy's question whether a name may have a certificate: 200 for the host of a route, 404 for any other.</summary>
/// <remarks>Without it anyone could make the host ask for certificates of names that lead here, until the authority's limits are used up.
/// Source: <see href="https://caddyserver.com/docs/json/apps/tls/automation/on_demand/ask/"/>.</remarks>
/// <param name="table">The routes.</param>
internal sealed class AskDoor(RouteTable table)
{
    public Task AnswerAsync(HttpContext context)
    {
        var asked = context.Request.Path == "/ask" ? context.Request.Query["domain"].ToString() : "";
        context.Response.StatusCode = table.TryFind(asked, out _) ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
