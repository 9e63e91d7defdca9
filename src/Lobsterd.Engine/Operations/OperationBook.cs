using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Metrics;

namespace Lobsterd.Engine.Operations;

/// <summary>Every operation under way and the last ones that ended.</summary>
/// <remarks>Asking again joins instead of repeating: with the same idempotency key always, without a key while an equal request is under way.
/// So a client that was killed and started again gets the operation that it began. A key that is a UUID becomes the operation's id, and so the journal's:
/// then the client finds it even after the service that began it is gone, and with it all memory of keys.</remarks>
/// <param name="clock">Dates and times them.</param>
/// <param name="events">Told of each that ends; null: nobody is.</param>
public sealed class OperationBook(TimeProvider clock, EventBook? events = null) : IAsyncDisposable
{
    /// <summary>How many ended operations are remembered.</summary>
    public const int Kept = 1_024;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Operation> operations = [];
    private readonly Dictionary<string, Operation> byKey = [];
    private readonly Dictionary<string, Operation> running = [];
    private readonly Queue<Operation> over = new();
    private readonly HashSet<Task> tasks = [];
    private TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool stopping;

    /// <summary>Starts an operation, or joins the one that the request is about.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="work">The command; gets the operation to report to and a token that cancels it.</param>
    /// <error code="operation.key.reused">The key came with another request before.</error>
    /// <error code="operation.start.stopping">The service is stopping.</error>
    public Result<Operation, LobsterError> Start(
        OperationRequest request, Func<Operation, CancellationToken, Task<Result<object, LobsterError>>> work)
    {
        lock (gate)
        {
            if (stopping) return new LobsterError(OperationErrors.Stopping, "the service is stopping", "try again in a moment");
            return Join(request).Map(joined => joined ?? Begin(IdOf(request.Key) ?? Guid.CreateVersion7(clock.GetUtcNow()), request, work));
        }
    }

    /// <summary>Finds the operation that a request would join; null when it would start one.</summary>
    /// <error code="operation.key.reused">The key came with another request before.</error>
    public Result<Operation?, LobsterError> Join(OperationRequest request)
    {
        lock (gate)
        {
            if (request.Key is { } key && byKey.TryGetValue(key, out var known))
                return known.Request.Fingerprint == request.Fingerprint ? known : KeyReusedError();

            // Taken up from a journal: it knows what it was about, but not every word of the request.
            if (IdOf(request.Key) is { } id && operations.TryGetValue(id, out var resumed))
                return (resumed.Request.Kind, resumed.Request.Tenant) == (request.Kind, request.Tenant) ? resumed : KeyReusedError();

            return running.GetValueOrDefault(request.Fingerprint);
        }
    }

    /// <summary>Takes up an operation that an earlier service began, under its old id.</summary>
    public Operation Resume(Guid id, OperationRequest request, Func<Operation, CancellationToken, Task<Result<object, LobsterError>>> work)
    {
        lock (gate) return Begin(id, request, work);
    }

    /// <summary>Finds an operation.</summary>
    /// <error code="operation.id.unknown">It never was, or is forgotten.</error>
    public Result<Operation, LobsterError> Find(Guid id)
    {
        lock (gate)
        {
            return operations.TryGetValue(id, out var operation)
                ? operation
                : UnknownError(id);
        }
    }

    /// <summary>What is said of a key that came with another request before.</summary>
    /// <error code="operation.key.reused">The key came with another request before.</error>
    public static LobsterError KeyReusedError() =>
        new(OperationErrors.KeyReused, "the idempotency key belongs to another request", "make a new key for each request");

    /// <summary>What is said of an operation that is not there.</summary>
    /// <error code="operation.id.unknown">It never was, or is forgotten.</error>
    public static LobsterError UnknownError(Guid id) =>
        new(OperationErrors.Unknown, $"there is no operation {id}", "the last 1,024 are remembered until the service restarts");

    /// <summary>Every operation that is under way.</summary>
    public IReadOnlyList<Operation> Running
    {
        get
        {
            lock (gate) return [.. running.Values];
        }
    }

    /// <summary>Completes when none is under way.</summary>
    public Task WaitUntilIdleAsync(CancellationToken cancellationToken)
    {
        lock (gate) return running.Count == 0 ? Task.CompletedTask : idle.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Takes no more operations and waits for those under way.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] left;
        lock (gate)
        {
            stopping = true;
            left = [.. tasks];
        }

        await Task.WhenAll(left);
    }

    private static Guid? IdOf(string? key) => Guid.TryParseExact(key, "D", out var id) ? id : null;

    private Operation Begin(Guid id, OperationRequest request, Func<Operation, CancellationToken, Task<Result<object, LobsterError>>> work)
    {
        var operation = new Operation(id, request, clock);
        operations[id] = operation;
        running[request.Fingerprint] = operation;
        if (request.Key is { } key) byKey[key] = operation;

        var task = Task.Run(() => RunAsync(operation, work), CancellationToken.None);
        _ = tasks.Add(task);
        _ = task.ContinueWith(ended => Forget(ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return operation;
    }

    private async Task RunAsync(Operation operation, Func<Operation, CancellationToken, Task<Result<object, LobsterError>>> work)
    {
        Result<object, LobsterError> answer = new LobsterError(SagaErrors.StepBroken, "the command ended without an answer");
        var began = clock.GetTimestamp();
        try
        {
            answer = await work(operation, operation.Cancelled);
        }
        catch (OperationCanceledException)
        {
            answer = new LobsterError(SagaErrors.Cancelled, "the operation was cancelled");
        }
#pragma warning disable CA1031 // A root: a bug in one command is that command's failure, not the service's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            answer = new LobsterError(SagaErrors.StepBroken, $"the command broke: {exception.GetType().Name}: {exception.Message}");
        }
        finally
        {
            lock (gate)
            {
                _ = running.Remove(operation.Request.Fingerprint);
                if (running.Count == 0)
                {
                    idle.SetResult();
                    idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                over.Enqueue(operation);
                while (over.Count > Kept)
                {
                    var oldest = over.Dequeue();
                    _ = operations.Remove(oldest.Id);
                    if (oldest.Request.Key is { } key) _ = byKey.Remove(key);
                }
            }

            // Before it ends: whoever waits for it finds it told.
            Tell(operation.Request, answer, clock.GetElapsedTime(began));
            operation.End(answer);
        }
    }

    private void Tell(OperationRequest request, Result<object, LobsterError> answer, TimeSpan elapsed)
    {
        EngineMeters.Command(request.Kind, answer, elapsed);
        if (answer.TryGetError(out var error, out _)) _ = events?.Add("command.failed", request.Tenant, request.Actor, $"{request.Kind}: {error.FullMessage}", error.Code.Name, elapsed);
        else _ = events?.Add("command.succeeded", request.Tenant, request.Actor, request.Kind, code: null, elapsed);
    }

    private void Forget(Task task)
    {
        lock (gate) _ = tasks.Remove(task);
    }
}
