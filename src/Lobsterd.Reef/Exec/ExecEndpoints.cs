using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Tenants;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Exec;

/// <summary><c>/v1/tenants/{name}/exec</c>: a command in the guest over a WebSocket.</summary>
public sealed class ExecEndpoints(RegistryBook registry, WorkloadCatalogue workloads, ExecCarrier carrier)
{
    /// <summary>Adds the path.</summary>
    /// <error code="request.websocket.wanted">The request is an ordinary one.</error>
    public void Map(ReefRoutes routes) => _ =
        routes.Get($"{ReefPaths.Tenants}/{{name}}/exec", ApiScopes.Exec, "Runs a command in the guest over a WebSocket.", RunAsync)
            .Query("arg", "The program, then its arguments.", isRepeated: true)
            .Query("run", "A command of the workload's own by its name, instead of a program; arg adds arguments to it.")
            .Query("user", "The guest's user; root unless said otherwise.")
            .Query("terminal", "Whether it gets a terminal.", QueryShape.Flag)
            .Query("columns", "The terminal's width.", QueryShape.Number)
            .Query("rows", "The terminal's height.", QueryShape.Number)
            .Query("env", "NAME=VALUE for its environment.", isRepeated: true)
            .BecomesWebSocket();

    private async Task RunAsync(HttpContext context, string name)
    {
        if (ExecCarrier.RefusalOf(context) is { } ordinary)
        {
            await ProblemMapping.ToResult(ordinary).ExecuteAsync(context);
            return;
        }

        if (TenantEndpoints.FindAwake(registry, name).TryGetError(out var unknown, out var tenant))
        {
            await ProblemMapping.ToResult(unknown).ExecuteAsync(context);
            return;
        }

        if (ExecQuery.Read(context.Request.Query, run => CommandOf(tenant, run)).TryGetError(out var invalid, out var spec))
        {
            await ProblemMapping.ToResult(invalid).ExecuteAsync(context);
            return;
        }

        // Who and how long; not what: arguments and environment may be secrets.
        var who = spec.User is { Length: > 0 } user ? PlainText.Of(user, 64) : "root";
        await carrier.CarryAsync(context, tenant, spec, "exec", $"a command in the guest as {who}");
    }

    private Result<(string User, IReadOnlyList<string> Command), LobsterError> CommandOf(Tenant tenant, string run)
    {
        if (workloads.Find(tenant.Workload).TryGetError(out var unknown, out var workload)) return unknown;
        return workload.Commands.TryGetValue(run, out var command)
            ? (workload.User, command)
            : new LobsterError(
                WorkloadErrors.CommandUnknown,
                $"the workload {tenant.Workload} has no command '{PlainText.Of(run, 64)}'",
                workload.Commands.Count == 0 ? "it has none at all" : $"it has {string.Join(", ", workload.Commands.Keys)}");
    }
}
