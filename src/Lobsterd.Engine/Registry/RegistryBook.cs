using System.Threading.Channels;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Registry;

namespace Lobsterd.Engine.Registry;

/// <summary>The registry while the service runs: readers see the last durable generation, changes queue up and share one write.</summary>
/// <remarks>One writer task owns the file. Changes that wait while a generation is being written go into the next one together, so a
/// hundred parallel spawns cost a few writes, not two hundred.</remarks>
public sealed class RegistryBook : IAsyncDisposable
{
    // More waiting changes than slots of a /16 would be a bug; the writers then wait, nothing is lost.
    private const int MostWaiting = 16_384;

    private readonly IRegistryFile file;
    private readonly Channel<PendingChange> waiting = Channel.CreateBounded<PendingChange>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Task writer;
    private RegistrySnapshot current;
    private Action<RegistrySnapshot, RegistrySnapshot>? told;
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RegistryBook(IRegistryFile file, RegistrySnapshot loaded)
    {
        this.file = file;
        current = loaded;
        writer = Task.Factory.StartNew(WriteAllAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>The last durable generation.</summary>
    public RegistrySnapshot Current => Volatile.Read(ref current);

    /// <summary>Completes once there is another generation than the one that the caller has seen.</summary>
    /// <param name="seen">What it has seen.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task NextAsync(RegistrySnapshot seen, CancellationToken cancellationToken)
    {
        // The promise is taken before the look: a generation between the two completes it.
        var promise = Volatile.Read(ref next).Task;
        return ReferenceEquals(Current, seen) ? promise.WaitAsync(cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Loads the registry and takes charge of its file.</summary>
    /// <error code="registry.load.damaged">Neither generation can be read.</error>
    /// <error code="registry.load.newer">A newer lobsterd wrote it.</error>
    /// <error code="registry.load.inconsistent">It contradicts itself.</error>
    public static Result<RegistryBook, LobsterError> Open(IRegistryFile file) =>
        file.Load().Map(loaded => new RegistryBook(file, loaded));

    /// <summary>Makes one change durable.</summary>
    /// <param name="change">A pure function; it may run on another thread, and sees every change before it.</param>
    /// <param name="cancellationToken">Gives up waiting; the change may happen all the same.</param>
    /// <returns>What the change answered, once it is on the disk.</returns>
    /// <error code="registry.write.failed">It could not be written; the registry is as it was.</error>
    public async Task<Result<T, LobsterError>> ChangeAsync<T>(
        Func<RegistrySnapshot, Result<RegistryChange<T>, LobsterError>> change, CancellationToken cancellationToken)
    {
        var pending = new PendingChange<T>(change);
        await waiting.Writer.WriteAsync(pending, cancellationToken);
        return await pending.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Tells somebody of each generation that is durable, with the one before it: in the writer's turn, before whoever waits for it, so it shall be brief.</summary>
    public void TellSaved(Action<RegistrySnapshot, RegistrySnapshot> listener) => Volatile.Write(ref told, listener);

    /// <summary>Whether the file holds the current generation.</summary>
    /// <error code="registry.load.damaged">It does not, or cannot be read.</error>
    public Task<UnitResult<LobsterError>> VerifyAsync(CancellationToken cancellationToken) => WithFileAsync(file.Verify, cancellationToken);

    /// <summary>Writes the current generation anew where the file does not hold it.</summary>
    /// <error code="registry.write.failed">It could not be written.</error>
    public Task<UnitResult<LobsterError>> RewriteAsync(CancellationToken cancellationToken) =>
        WithFileAsync(current => file.Verify(current).IsSuccess ? UnitResult.Success<LobsterError>() : file.Rewrite(current), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ = waiting.Writer.TryComplete();
        await writer;
        file.Dispose();
    }

    // In the writer's turn: between two writes, never beside one.
    private async Task<UnitResult<LobsterError>> WithFileAsync(Func<RegistrySnapshot, UnitResult<LobsterError>> act, CancellationToken cancellationToken)
    {
        var pending = new PendingAct(act);
        await waiting.Writer.WriteAsync(pending, cancellationToken);
        return await pending.Done.Task.WaitAsync(cancellationToken);
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<PendingChange>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            var draft = current;
            while (waiting.Reader.TryRead(out var pending))
            {
                draft = pending.Apply(draft);
                batch.Add(pending);
            }

            var saved = UnitResult.Success<LobsterError>();
            if (!ReferenceEquals(draft, current))
            {
                draft = draft with { Generation = current.Generation + 1 };
                saved = file.Save(draft);
                if (saved.IsSuccess) Publish(draft);
            }

            foreach (var pending in batch) pending.Complete(saved, current);
            batch.Clear();
        }
    }

    private void Publish(RegistrySnapshot saved)
    {
        var before = current;
        Volatile.Write(ref current, saved);
        Volatile.Read(ref told)?.Invoke(before, saved);
        Interlocked.Exchange(ref next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private abstract class PendingChange
    {
        internal abstract RegistrySnapshot Apply(RegistrySnapshot draft);

        internal abstract void Complete(UnitResult<LobsterError> saved, RegistrySnapshot current);
    }

    private sealed class PendingAct(Func<RegistrySnapshot, UnitResult<LobsterError>> act) : PendingChange
    {
        internal TaskCompletionSource<UnitResult<LobsterError>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal override RegistrySnapshot Apply(RegistrySnapshot draft) => draft;

        internal override void Complete(UnitResult<LobsterError> saved, RegistrySnapshot current) => _ = Done.TrySetResult(act(current));
    }

    private sealed class PendingChange<T>(Func<RegistrySnapshot, Result<RegistryChange<T>, LobsterError>> change) : PendingChange
    {
        private Result<T, LobsterError> answer;

        internal TaskCompletionSource<Result<T, LobsterError>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal override RegistrySnapshot Apply(RegistrySnapshot draft)
        {
            if (change(draft).TryGetError(out var refused, out var changed))
            {
                answer = refused;
                return draft;
            }

            answer = changed.Answer;
            return changed.Next;
        }

        internal override void Complete(UnitResult<LobsterError> saved, RegistrySnapshot current) =>
            _ = Done.TrySetResult(answer.IsSuccess && saved.TryGetError(out var error) ? error : answer);
    }
}
