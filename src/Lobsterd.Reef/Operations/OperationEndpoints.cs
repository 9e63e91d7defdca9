using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Operations;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Streams;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Operations;

/// <summary><c>/v1/operations/{id}</c>: show, follow, cancel.</summary>
public sealed class OperationEndpoints(OperationBook book, OperationMapping mapping, OperationAnswers answers)
{
    private const ApiScopes AnyRead = ApiScopes.TenantsRead | ApiScopes.HostRead;
    private const ApiScopes AnyWrite = ApiScopes.TenantsWrite | ApiScopes.HostWrite;

    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.Get($"{ReefPaths.Operations}/{{id:guid}}", AnyRead | AnyWrite, "Shows an operation, or streams it to its end.", ShowAsync)
            .Answers(ReefJson.Default.OperationBody)
            .Streams(ReefJson.Default.OperationBody, ReefJson.Default.StepBody);
        _ = routes.Delete($"{ReefPaths.Operations}/{{id:guid}}", AnyWrite, "Asks an operation to stop and undo what it did.", CancelAsync)
            .Answers(ReefJson.Default.OperationBody);
    }

    // An operation of a tenant that is not the caller's, or of the host for one who has nothing to do with it, is not there.
    private Result<Operation, LobsterError> FindFor(Caller caller, string idText, ApiScopes any)
    {
        // The path says that it is one.
        var id = Guid.Parse(idText);
        if (book.Find(id).TryGetError(out var unknown, out var operation)) return unknown;
        var isTheirs = operation.Request.Tenant is { } tenant
            ? caller.May(any & (ApiScopes.TenantsRead | ApiScopes.TenantsWrite)) && caller.MayTouch(tenant)
            : caller.May(any & (ApiScopes.HostRead | ApiScopes.HostWrite));
        return isTheirs ? operation : OperationBook.UnknownError(id);
    }

    private async Task ShowAsync(HttpContext context, string id)
    {
        if (FindFor(Peer.CallerOf(context), id, AnyRead | AnyWrite).TryGetError(out var error, out var operation))
        {
            await ProblemMapping.ToResult(error).ExecuteAsync(context);
            return;
        }

        if (ServerSentEvents.IsWantedBy(context.Request)) await answers.StreamAsync(context, operation);
        else await Results.Json(await mapping.ToBodyAsync(operation), ReefJson.Default.OperationBody).ExecuteAsync(context);
    }

    private async Task<IResult> CancelAsync(HttpContext context, string id)
    {
        if (FindFor(Peer.CallerOf(context), id, AnyWrite).TryGetError(out var error, out var operation)) return ProblemMapping.ToResult(error);
        await operation.CancelAsync();
        return Results.Json(await mapping.ToBodyAsync(operation), ReefJson.Default.OperationBody);
    }
}
