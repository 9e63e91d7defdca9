using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Tenants;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Exec;

/// <summary><c>/v1/tenants/{name}/files</c>: files into a guest and out of it. On the wire it is an exec whose command the service chooses: the agent's own
/// program, which takes a tree of files from its input or writes one to its output.</summary>
public sealed class FileEndpoints(RegistryBook registry, ExecCarrier carrier)
{
    private const int LongestPath = 4_095;    // PATH_MAX of limits.h, without its end

    /// <summary>Adds the path.</summary>
    /// <error code="request.websocket.wanted">The request is an ordinary one.</error>
    public void Map(ReefRoutes routes) => _ =
        routes.Get($"{ReefPaths.Tenants}/{{name}}/files", ApiScopes.Exec, "Copies files into the guest or out of it, as a tree in the frames of an exec.", RunAsync)
            .Query("direction", "in: the tree is the input; out: it is the output.")
            .Query("path", "In the guest.")
            .Query("user", "The guest's user, with whose rights it is read or written; root unless said otherwise.")
            .BecomesWebSocket();

    private async Task RunAsync(HttpContext context, string name)
    {
        var error = ExecCarrier.RefusalOf(context);
        if (error is null && !TenantEndpoints.FindAwake(registry, name).TryGetError(out error, out var tenant) && !Read(context.Request.Query).TryGetError(out error, out var spec))
        {
            await carrier.CarryAsync(context, tenant, spec, "copy", $"files {(spec.Command[2] == "in" ? "into" : "out of")} the guest");
            return;
        }

        await ProblemMapping.ToResult(error).ExecuteAsync(context);
    }

    private static Result<ExecSpec, LobsterError> Read(IQueryCollection query)
    {
        var (direction, path, user) = (query["direction"].ToString(), query["path"].ToString(), query["user"].ToString());
        if (direction is not ("in" or "out")) return Refuse("direction is in or out");
        if (path.Length is 0 or > LongestPath || path.Contains('\0', StringComparison.Ordinal)) return Refuse($"path has 1 to {LongestPath} characters");
        var spec = new ExecSpec { Command = [ExecCarrier.AgentProgram, "copy", direction, path] };
        return user.Length > 0 ? spec with { User = user } : spec;
    }

    private static LobsterError Refuse(string fault) => new(RequestErrors.ParameterInvalid, fault);
}
