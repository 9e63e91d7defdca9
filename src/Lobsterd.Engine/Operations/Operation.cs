using System.Runtime.CompilerServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Operations;

/// <summary>A command under way or done: its progress so far, and how it ended.</summary>
#pragma warning disable CA1001 // A cancellation source without a timer and without a wait handle holds nothing to release.
public sealed class Operation : IProgress<SagaProgress>
#pragma warning restore CA1001
{
    private readonly Lock gate = new();
    private readonly List<SagaProgress> progress = [];
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource cancel = new();
    private readonly TaskCompletionSource<Result<object, LobsterError>> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Operation(Guid id, OperationRequest request, TimeProvider clock)
    {
        Id = id;
        Request = request;
        this.clock = clock;
        StartedAt = clock.GetUtcNow();
    }

    /// <summary>UUID v7; also its saga's id.</summary>
    public Guid Id { get; }

    /// <summary>What was asked for.</summary>
    public OperationRequest Request { get; }

    /// <summary>When it began (UTC).</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>When it ended (UTC); null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Completes with its answer when it ends; never throws.</summary>
    public Task<Result<object, LobsterError>> Ended => ended.Task;

    /// <summary>Where it stands.</summary>
    public OperationState State { get; private set; } = OperationState.Running;

    internal CancellationToken Cancelled => cancel.Token;

    /// <summary>Everything its steps have told so far.</summary>
    public IReadOnlyList<SagaProgress> Progress
    {
        get
        {
            lock (gate) return [.. progress];
        }
    }

    /// <summary>Asks it to stop and undo what it did.</summary>
    public Task CancelAsync() => cancel.CancelAsync();

    /// <summary>What its steps told, from the first on, then more as it comes, until it ends.</summary>
    public async IAsyncEnumerable<SagaProgress> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = 0; ;)
        {
            List<SagaProgress> fresh;
            Task signal;
            lock (gate)
            {
                fresh = progress[next..];
                signal = more.Task;
            }

            next += fresh.Count;
            foreach (var item in fresh) yield return item;
            if (fresh.Count > 0) continue;
            if (ended.Task.IsCompleted) yield break;
            await signal.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Report(SagaProgress value)
    {
        lock (gate)
        {
            progress.Add(value);
            Signal();
        }
    }

    internal void End(Result<object, LobsterError> answer)
    {
        lock (gate)
        {
            EndedAt = clock.GetUtcNow();
            State = answer.IsSuccess ? OperationState.Succeeded : OperationState.Failed;
            ended.SetResult(answer);
            Signal();
        }
    }

    private void Signal()
    {
        _ = more.TrySetResult();
        more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
