using Lobsterd.Domain.Agent;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lobsterd.Reef.Exec;

/// <summary><c>/v1/tenants/{name}/exec</c>: a command in the guest over a WebSocket.</summary>
public sealed class ExecEndpoints(RegistryBook registry, IAgents agents)
{
    /// <summary>Adds the path.</summary>
    /// <error code="request.websocket.wanted">The request is an ordinary one.</error>
    public void Map(IEndpointRouteBuilder routes) => _ = routes.MapGet($"{ReefPaths.Tenants}/{{name}}/exec", RunAsync);

    private async Task RunAsync(HttpContext context, string name)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await ProblemMapping.ToResult(new(RequestErrors.WebSocketWanted, "this path wants a WebSocket")).ExecuteAsync(context);
            return;
        }

        if (TenantEndpoints.Find(registry, name).TryGetError(out var unknown, out var tenant))
        {
            await ProblemMapping.ToResult(unknown).ExecuteAsync(context);
            return;
        }

        if (ExecQuery.Read(context.Request.Query).TryGetError(out var invalid, out var spec))
        {
            await ProblemMapping.ToResult(invalid).ExecuteAsync(context);
            return;
        }

        // Asked before the upgrade, so that a guest that refuses is a problem with a status, not a closed socket.
        if ((await agents.ExecAsync(tenant.Owner, tenant.AgentToken, spec, context.RequestAborted)).TryGetError(out var refused, out var session))
        {
            await ProblemMapping.ToResult(refused).ExecuteAsync(context);
            return;
        }

        await using (session)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await new ExecBridge(socket, session).RunAsync(context.RequestAborted);
        }
    }
}
