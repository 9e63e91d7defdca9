using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Wake;
using Lobsterd.Reef.Problems;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Exec;

/// <summary>Runs something in a guest for whoever asked over a WebSocket: held awake and told in the audit log for as long as it takes.</summary>
public sealed class ExecCarrier(IAgents agents, Holds holds, EventBook events, TimeProvider clock)
{
    /// <summary>The agent's own program, wherever the image has it.</summary>
    internal const string AgentProgram = "/proc/self/exe";

    /// <summary>A refusal, where the request is none for a WebSocket.</summary>
    /// <error code="request.websocket.wanted">It is an ordinary one.</error>
    internal static LobsterError? RefusalOf(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest ? null : new(RequestErrors.WebSocketWanted, "this path wants a WebSocket");

    /// <summary>Runs it to its end.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tenant">In whose guest.</param>
    /// <param name="spec">What runs.</param>
    /// <param name="word">The room of its two events.</param>
    /// <param name="what">What the audit log says of it: never arguments or environment, which may be secrets.</param>
    internal async Task CarryAsync(HttpContext context, Tenant tenant, ExecSpec spec, string word, string what)
    {
        using var hold = holds.Take(tenant.Id);

        // Asked before the upgrade, so that a guest that refuses is a problem with a status, not a closed socket.
        if ((await agents.ExecAsync(tenant.Owner, tenant.AgentToken, spec, context.RequestAborted)).TryGetError(out var refused, out var session))
        {
            await ProblemMapping.ToResult(refused).ExecuteAsync(context);
            return;
        }

        var (name, began) = (tenant.Name.Value, clock.GetTimestamp());
        _ = events.Add($"{word}.started", name, Peer.ActorOf(context), what);
        try
        {
            await using (session)
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await new ExecBridge(socket, session).RunAsync(context.RequestAborted);
            }
        }
        finally
        {
            _ = events.Add($"{word}.ended", name, Peer.ActorOf(context), what, code: null, clock.GetElapsedTime(began));
        }
    }
}
