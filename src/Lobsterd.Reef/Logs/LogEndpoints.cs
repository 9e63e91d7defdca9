using System.Globalization;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Agent;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Streams;
using Lobsterd.Reef.Tenants;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Logs;

/// <summary><c>/v1/tenants/{name}/logs</c>: a workload's lines as server-sent events.</summary>
public sealed class LogEndpoints(RegistryBook registry, IAgents agents)
{
    private const int DefaultTail = 100;
    private const int LongestTail = 100_000;

    /// <summary>Adds the path.</summary>
    public void Map(ReefRoutes routes) => _ =
        routes.Get($"{ReefPaths.Tenants}/{{name}}/logs", ApiScopes.TenantsRead, "Streams the lines that a workload wrote.", StreamAsync)
            .Query("tail", "How many of the last lines, 0 to 100,000; 100 unless said otherwise.", QueryShape.Number)
            .Query("follow", "Whether to go on with what comes.", QueryShape.Flag)
            .Streams(ReefJson.Default.LogBody, ReefJson.Default.ProblemBody);

    private async Task StreamAsync(HttpContext context, string name)
    {
        if (TenantEndpoints.FindAwake(registry, name).TryGetError(out var error, out var tenant))
        {
            await ProblemMapping.ToResult(error).ExecuteAsync(context);
            return;
        }

        if (TailOf(context.Request) is not { } tail)
        {
            await ProblemMapping.ToResult(new(RequestErrors.ParameterInvalid, $"tail is a number from 0 to {LongestTail}")).ExecuteAsync(context);
            return;
        }

        var follow = context.Request.Query["follow"] == "true";
        await using var lines = agents.LogsAsync(tenant.Owner, tenant.AgentToken, tail, follow, context.RequestAborted)
            .GetAsyncEnumerator(context.RequestAborted);
        try
        {
            // The first line decides whether the answer is a stream or a problem.
            var hasLine = await lines.MoveNextAsync();
            if (hasLine && lines.Current.TryGetError(out var unreachable, out _))
            {
                await ProblemMapping.ToResult(unreachable).ExecuteAsync(context);
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

                await stream.SendAsync("line", new LogBody(line.At, line.Stream, line.Text), ReefJson.Default.LogBody, null, context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
    }

    private static int? TailOf(HttpRequest request)
    {
        var text = request.Query["tail"].ToString();
        if (text.Length == 0) return DefaultTail;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tail) && tail <= LongestTail ? tail : null;
    }
}
