using Lobsterd.Engine.Operations;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lobsterd.Reef.Operations;

/// <summary><c>/v1/operations/{id}</c>: show, follow, cancel.</summary>
public sealed class OperationEndpoints(OperationBook book, OperationMapping mapping, OperationAnswers answers)
{
    /// <summary>Adds the paths.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        _ = routes.MapGet($"{ReefPaths.Operations}/{{id:guid}}", ShowAsync);
        _ = routes.MapDelete($"{ReefPaths.Operations}/{{id:guid}}", CancelAsync);
    }

    private async Task ShowAsync(HttpContext context, Guid id)
    {
        if (book.Find(id).TryGetError(out var error, out var operation))
        {
            await ProblemMapping.ToResult(error).ExecuteAsync(context);
            return;
        }

        if (ServerSentEvents.IsWantedBy(context.Request)) await answers.StreamAsync(context, operation);
        else await Results.Json(await mapping.ToBodyAsync(operation), ReefJson.Default.OperationBody).ExecuteAsync(context);
    }

    private async Task<IResult> CancelAsync(Guid id)
    {
        if (book.Find(id).TryGetError(out var error, out var operation)) return ProblemMapping.ToResult(error);
        await operation.CancelAsync();
        return Results.Json(await mapping.ToBodyAsync(operation), ReefJson.Default.OperationBody);
    }
}
