using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Logs;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Streams;
using Lobsterd.Reef.Tenants;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Logs;

/// <summary><c>/v1/tenants/{name}/logs</c>: a workload's lines, those that are kept beside its VM, or what the watchdog did, as server-sent events.</summary>
public sealed class LogEndpoints(RegistryBook registry, IAgents agents, IVmLogs vmLogs, WatchdogLines watchdog, LogChorus chorus)
{
    /// <summary>Adds the paths.</summary>
    /// <error code="vm.console.missing">The tenant's hypervisor gives it no console.</error>
    public void Map(ReefRoutes routes)
    {
        _ = LogQuery.Declare(routes.Get($"{ReefPaths.Tenants}/{{name}}/logs", ApiScopes.TenantsRead, "Streams the lines that a workload wrote, or its VMM, its guest's console, or the watchdog about it.", StreamAsync))
            .Query("of", "workload, vmm, console or watchdog; workload unless said otherwise.")
            .Streams(ReefJson.Default.LogBody, ReefJson.Default.ProblemBody);
        _ = LogQuery.Declare(routes.Get(ReefPaths.Logs, ApiScopes.TenantsRead, "Streams the lines that all workloads wrote; those of the past in their order.", StreamAllAsync))
            .Streams(ReefJson.Default.TenantLogBody);
    }

    private async Task StreamAllAsync(HttpContext context)
    {
        if (LogQuery.Read(context.Request) is not { } query)
        {
            await ProblemMapping.WriteAsync(context, new(RequestErrors.ParameterInvalid, LogQuery.Rule));
            return;
        }

        try
        {
            var stream = new ServerSentEvents(context.Response);
            await context.Response.StartAsync(context.RequestAborted);
            _ = await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            await foreach (var line in chorus.ListenAsync(Peer.CallerOf(context), query, context.RequestAborted))
                await stream.SendAsync("line", line, ReefJson.Default.TenantLogBody, null, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
    }

    private async Task StreamAsync(HttpContext context, string name)
    {
        // A guest that sleeps tells nothing; what is kept on the host is there all the same.
        var isOfHost = context.Request.Query["of"].ToString() is "vmm" or "console" or WatchdogLines.Stream;
        if ((isOfHost ? TenantEndpoints.Find(registry, name) : TenantEndpoints.FindAwake(registry, name)).TryGetError(out var error, out var tenant))
        {
            await ProblemMapping.WriteAsync(context, error);
            return;
        }

        if (LogQuery.Read(context.Request) is not { } query)
        {
            await ProblemMapping.WriteAsync(context, new(RequestErrors.ParameterInvalid, LogQuery.Rule));
            return;
        }

        if (Choose(tenant, context.Request.Query["of"].ToString(), query, context.RequestAborted).TryGetError(out var none, out var chosen))
        {
            await ProblemMapping.WriteAsync(context, none);
            return;
        }

        try
        {
            await SendAsync(context, chosen, query);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
    }

    private Result<IAsyncEnumerable<Result<LogBody, LobsterError>>, LobsterError> Choose(Tenant tenant, string of, LogQuery query, CancellationToken cancellationToken) => of switch
    {
        "" or "workload" => Result.Success<IAsyncEnumerable<Result<LogBody, LobsterError>>, LobsterError>(
            agents.LogsAsync(tenant.Owner, tenant.AgentToken, query.Tail, query.IsFollowing, cancellationToken)
                .Select(line => line.Map(written => new LogBody(written.At, written.Stream, written.Text)))),
        "vmm" => Result.Success<IAsyncEnumerable<Result<LogBody, LobsterError>>, LobsterError>(OfVmAsync(tenant, VmLog.Vmm, of, query, cancellationToken)),
        "console" when tenant.Hypervisor == HypervisorName.Firecracker => new LobsterError(
            VmErrors.NoConsole, $"tenant {tenant.Name} has no console: Firecracker's guests have no serial port", $"lobsterd logs {tenant.Name} --vmm, or a tenant on QEMU"),
        "console" => Result.Success<IAsyncEnumerable<Result<LogBody, LobsterError>>, LobsterError>(OfVmAsync(tenant, VmLog.Console, of, query, cancellationToken)),
        WatchdogLines.Stream => Result.Success<IAsyncEnumerable<Result<LogBody, LobsterError>>, LobsterError>(
            watchdog.ReadAsync(tenant.Name, query, cancellationToken).Select(Result.Success<LogBody, LobsterError>)),
        _ => new LobsterError(RequestErrors.ParameterInvalid, "of is workload, vmm, console or watchdog"),
    };

    private IAsyncEnumerable<Result<LogBody, LobsterError>> OfVmAsync(Tenant tenant, VmLog log, string stream, LogQuery query, CancellationToken cancellationToken) =>
        vmLogs.ReadAsync(tenant.Name, log, query.Tail, query.IsFollowing, cancellationToken)
            .Select(text => Result.Success<LogBody, LobsterError>(new LogBody(null, stream, text)));

    private static async Task SendAsync(HttpContext context, IAsyncEnumerable<Result<LogBody, LobsterError>> chosen, LogQuery query)
    {
        await using var lines = chosen.GetAsyncEnumerator(context.RequestAborted);

        // The first line decides whether the answer is a stream or a problem.
        var hasLine = await lines.MoveNextAsync();
        if (hasLine && lines.Current.TryGetError(out var unreachable, out _))
        {
            await ProblemMapping.WriteAsync(context, unreachable);
            return;
        }

        var stream = new ServerSentEvents(context.Response);
        for (; hasLine; hasLine = await lines.MoveNextAsync())
        {
            if (lines.Current.TryGetError(out var lost, out var line))
            {
                await stream.SendAsync("problem", ProblemMapping.ToProblem(lost), ReefJson.Default.ProblemBody, null, context.RequestAborted);
                return;
            }

            if (line.At is { } at && at < query.Since) continue;
            await stream.SendAsync("line", line, ReefJson.Default.LogBody, null, context.RequestAborted);
        }
    }
}
