using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Operations;

/// <summary>Begins an operation and stays with it to its end: over a killed client, a killed service and an impatient user. See the room's README.</summary>
internal sealed class OperationRunner(ReefClient client, CallBook book, Interrupts interrupts)
{
    private const string UnknownOperation = "operation.id.unknown";
    private const string KeyReused = "operation.key.reused";
    private const int MostLosses = 20;

    /// <summary>Runs a call to its operation's end.</summary>
    /// <returns>The operation as it ended; null when the service said that it was done already, after an answer of it was lost.</returns>
    /// <error code="operation.wait.interrupted">Ctrl-C ended the wait.</error>
    internal async Task<Result<OperationBody?, LobsterError>> RunAsync(OperationCall call, IOperationListener listener, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, interrupts.Impatient);
        try
        {
            return await RunToEndAsync(call, listener, either.Token);
        }
        catch (OperationCanceledException) when (interrupts.Impatient.IsCancellationRequested)
        {
            return OperationWait.Left(call);
        }
    }

    private async Task<Result<OperationBody?, LobsterError>> RunToEndAsync(OperationCall call, IOperationListener listener, CancellationToken cancellationToken)
    {
        var (key, isAgain) = book.Open(call);
        var run = new OperationWait(client, call, listener, interrupts);
        var losses = 0;
        while (true)
        {
            var exchange = isAgain || losses > 0 ? await FindAsync(run.Id ?? key, cancellationToken) : null;
            var isFound = exchange is not null;
            if (exchange is null)
            {
                book.Write(call, key);
                exchange = await client.SendAsync(Begin(call, key), cancellationToken);
            }

            var outcome = await run.FollowAsync(exchange.Value, cancellationToken);
            if (outcome.TryGetError(out var error, out var ended))
            {
                if (error.Code == ClientErrors.Lost && losses++ < MostLosses)
                {
                    listener.Note("the service went away; its operations go on with the next one");
                    continue;
                }

                if (error.Code == ClientErrors.Interrupted) return error;
                book.Close(call);
                if (losses > 0 && call.IsDoneBy(error)) return default(OperationBody?);
                if (error.Code.Name != KeyReused || !isAgain) return error;
            }
            else if (!isFound || losses > 0 || await call.StillStands(ended, cancellationToken))
            {
                book.Close(call);
                return ended;
            }

            // What an earlier run began is over, and what it did is gone: this run is a new wish.
            (key, isAgain) = (Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), false);
        }
    }

    private static ReefRequest Begin(OperationCall call, Guid key) => new(call.Method, call.Path)
    {
        Body = call.Body,
        Headers = [("Accept", ReefPaths.EventStream), (ReefPaths.IdempotencyKey, key.ToString("D"))],
    };

    /// <summary>An operation by its id, which is its key; null when the service knows none.</summary>
    private async Task<Result<ReefExchange, LobsterError>?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await client.SendAsync(
            new ReefRequest("GET", $"{ReefPaths.Operations}/{id:D}") { Headers = [("Accept", ReefPaths.EventStream)] }, cancellationToken);
        return found.IsFailure && found.Error.Code.Name == UnknownOperation ? default(Result<ReefExchange, LobsterError>?) : found;
    }
}
