using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Operations;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Streams;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Operations;

/// <summary>Answers a command: 202 with the operation's place, or, to a client that wants it, the operation's stream itself.</summary>
public sealed class OperationAnswers(OperationMapping mapping)
{
    /// <summary>Answers a started operation, or why it was not started.</summary>
    public async Task WriteAsync(HttpContext context, Result<Operation, LobsterError> started)
    {
        if (started.TryGetError(out var error, out var operation))
        {
            await ProblemMapping.ToResult(error).ExecuteAsync(context);
            return;
        }

        context.Response.Headers.Location = $"{ReefPaths.Operations}/{operation.Id}";
        if (ServerSentEvents.IsWantedBy(context.Request))
        {
            await StreamAsync(context, operation);
            return;
        }

        await Results.Json(await mapping.ToBodyAsync(operation), ReefJson.Default.OperationBody, statusCode: StatusCodes.Status202Accepted)
            .ExecuteAsync(context);
    }

    /// <summary>Sends the operation itself, then every step's events, then the operation as it ended. A client that leaves changes nothing.</summary>
    public async Task StreamAsync(HttpContext context, Operation operation)
    {
        var stream = new ServerSentEvents(context.Response);
        var left = context.RequestAborted;
        try
        {
            await stream.SendAsync("operation", await mapping.ToBodyAsync(operation), ReefJson.Default.OperationBody, null, left);
            await foreach (var progress in operation.FollowAsync(left))
                await stream.SendAsync("step", OperationMapping.ToStep(progress), ReefJson.Default.StepBody, null, left);
            _ = await operation.Ended.WaitAsync(left);
            await stream.SendAsync("ended", await mapping.ToBodyAsync(operation), ReefJson.Default.OperationBody, null, left);
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The client went away; the operation goes on.
        }
    }
}
