using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Operations;

/// <summary>Follows one operation's stream, as often as it has to be opened again, and answers Ctrl-C: the first one cancels what can be undone, the next
/// one leaves.</summary>
internal sealed class OperationWait(ReefClient client, OperationCall call, IOperationListener listener, Interrupts interrupts)
{
    private readonly HashSet<(string Step, string Event)> shown = [];
    private int heard;
    private bool isCancelling;

    /// <summary>The operation's id, once the service told it: not the key where another client's equal request was joined.</summary>
    internal Guid? Id { get; private set; }

    /// <summary>Follows to the end.</summary>
    /// <returns>The operation as it ended well.</returns>
    /// <error code="operation.wait.interrupted">Ctrl-C ended the wait, or the operation itself.</error>
    /// <error code="service.answer.lost">The stream broke.</error>
    internal async Task<Result<OperationBody, LobsterError>> FollowAsync(Result<ReefExchange, LobsterError> begun, CancellationToken cancellationToken)
    {
        if (begun.TryGetError(out var error, out var exchange)) return error;
        using (var events = new EventReader(exchange))
        {
            var next = events.NextAsync(cancellationToken);
            while (true)
            {
                var interrupt = interrupts.Next;
                if (interrupts.Count == heard) _ = await Task.WhenAny(next, interrupt);
                if (interrupts.Count > heard && Id is { } operation)
                {
                    if (await HearAsync(operation, cancellationToken) is { } left) return left;
                    continue;
                }

                if ((await next).TryGetError(out var broken, out var happened)) return broken;
                if (happened is null) return new LobsterError(ClientErrors.Lost, "the service went away: its stream ended before the operation did", "safe to try again");
                next = events.NextAsync(cancellationToken);
                if (happened.Name == "step")
                {
                    if (ReefClient.Parse(call.Path, happened.Data, ReefJson.Default.StepBody).TryGetError(out var badStep, out var step)) return badStep;
                    if (shown.Add((step.Step, step.Event))) listener.Step(step);
                    continue;
                }

                if (ReefClient.Parse(call.Path, happened.Data, ReefJson.Default.OperationBody).TryGetError(out var badBody, out var body)) return badBody;
                Id = body.Id;
                if (happened.Name != "ended") continue;
                listener.Ended();
                return body.Error is null ? body : FailureOf(body.Error);
            }
        }
    }

    private async Task<LobsterError?> HearAsync(Guid operation, CancellationToken cancellationToken)
    {
        heard++;
        if (call.CanBeCancelled && !isCancelling)
        {
            isCancelling = true;
            listener.Note("cancelling: what was done is being undone (Ctrl-C again leaves that to the service)");
            _ = await client.DoAsync("DELETE", $"{ReefPaths.Operations}/{operation:D}", cancellationToken);
            return null;
        }

        listener.Ended();
        return Left(call);
    }

    /// <summary>A wait that was given up.</summary>
    internal static LobsterError Left(OperationCall call) =>
        new(ClientErrors.Interrupted, $"{call.Title}: left; the service goes on with what it has begun", "the same command again waits for its end");

    private LobsterError FailureOf(ProblemBody problem)
    {
        var error = ClientErrors.OfProblem(problem);
        return isCancelling && error.Code.Name == "saga.run.cancelled"
            ? new LobsterError(ClientErrors.Interrupted, $"{call.Title}: cancelled; everything that it had done is undone")
            : error;
    }
}
