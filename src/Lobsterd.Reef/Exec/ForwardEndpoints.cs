using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Wake;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Tenants;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Exec;

/// <summary><c>/v1/tenants/{name}/forward</c>: one TCP connection to a port in the guest, over a WebSocket. It wakes a sleeper, as a request to its URL does.</summary>
public sealed class ForwardEndpoints(RegistryBook registry, ResumeCommand resume, Holds holds, ExecCarrier carrier)
{
    /// <summary>Adds the path.</summary>
    /// <error code="request.websocket.wanted">The request is an ordinary one.</error>
    public void Map(ReefRoutes routes) => _ =
        routes.Get($"{ReefPaths.Tenants}/{{name}}/forward", ApiScopes.Exec, "Connects to a port in the guest, in the frames of an exec.", RunAsync)
            .Query("port", "1 to 65535; one that listens on the guest's loopback will do.", QueryShape.Number)
            .BecomesWebSocket();

    private async Task RunAsync(HttpContext context, string name)
    {
        var error = ExecCarrier.RefusalOf(context);
        if (error is null && !PortOf(context.Request.Query).TryGetError(out error, out var port) && !TenantEndpoints.Find(registry, name).TryGetError(out error, out var tenant))
        {
            // Held from here on: what is awake, or is woken for us, must not fall asleep before we are there. It may have done so until now.
            using var hold = holds.Take(tenant.Id);
            if (!(await WakeAsync(name, port, Peer.ActorOf(context), context.RequestAborted)).TryGetError(out error))
            {
                var spec = new ExecSpec { Command = [ExecCarrier.AgentProgram, "connect", port.ToString(CultureInfo.InvariantCulture)] };
                await carrier.CarryAsync(context, tenant, spec, "forward", string.Create(CultureInfo.InvariantCulture, $"a connection to port {port} of the guest"));
                return;
            }
        }

        await ProblemMapping.ToResult(error).ExecuteAsync(context);
    }

    private async Task<UnitResult<LobsterError>> WakeAsync(string name, int port, string actor, CancellationToken cancellationToken)
    {
        if (TenantEndpoints.Find(registry, name).TryGetError(out var error, out var tenant)) return error;
        if (tenant.Observed is not (ObservedState.Suspended or ObservedState.Suspending or ObservedState.Resuming))
            return TenantEndpoints.FindAwake(registry, name).TryGetError(out var off, out _) ? off : UnitResult.Success<LobsterError>();
        var cause = string.Create(CultureInfo.InvariantCulture, $"a forwarded connection to port {port}");
        if (resume.Start(name, cause, actor, key: null).TryGetError(out error, out var waking)) return error;
        return (await waking.Ended.WaitAsync(cancellationToken)).TryGetError(out error, out _) ? error : UnitResult.Success<LobsterError>();
    }

    private static Result<int, LobsterError> PortOf(IQueryCollection query) =>
        ushort.TryParse(query["port"], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : new LobsterError(RequestErrors.ParameterInvalid, "port is a number from 1 to 65535");
}
