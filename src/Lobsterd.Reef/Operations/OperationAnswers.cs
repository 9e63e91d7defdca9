using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Operations;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Streams;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Operations;

/// <summary>Answers a command: 202 with the operation's place, its end to a client that prefers to wait for it, or the operation's stream itself.</summary>
public sealed class OperationAnswers(OperationMapping mapping, TimeProvider clock)
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

        var isOver = false;
        if (WaitPreference.Of(context.Request) is { } seconds)
        {
            context.Response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={seconds}");
            isOver = await EndsWithinAsync(operation, TimeSpan.FromSeconds(seconds), context.RequestAborted);
        }

        // What failed while the client waited is told as a failure is, by its status; later, by the operation.
        if (isOver && (await operation.Ended).TryGetError(out var failed)) await ProblemMapping.WriteAsync(context, failed);
        else await Results.Json(await mapping.ToBodyAsync(operation), ReefJson.Default.OperationBody, statusCode: isOver ? StatusCodes.Status200OK : StatusCodes.Status202Accepted).ExecuteAsync(context);
    }

    private async Task<bool> EndsWithinAsync(Operation operation, TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            _ = await operation.Ended.WaitAsync(longest, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
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
