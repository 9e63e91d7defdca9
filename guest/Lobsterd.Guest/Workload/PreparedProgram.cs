using Lobsterd.Domain.Workloads;
using Lobsterd.Guest.Streams;

namespace Lobsterd.Guest.Workload;

/// <summary>A workload's program that was started in a VM that is nobody's, and waits for the variables of its tenant on its standard input.</summary>
internal sealed class PreparedProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IByteStream input;
    private readonly WaitingWord word;
    private readonly Task watching;

    internal PreparedProgram(PreparedWorkload workload, IWorkloadProcess process, IByteStream input, WaitingWord word)
    {
        (Workload, Process, this.input, this.word) = (workload, process, input, word);
        watching = WatchAsync();
    }

    /// <summary>What it is.</summary>
    internal PreparedWorkload Workload { get; }

    /// <summary>Its process; whoever takes it over disposes of it.</summary>
    internal IWorkloadProcess Process { get; }

    /// <summary>Whether it ended before anyone came.</summary>
    internal bool HasEnded => Process.Exited.IsCompleted;

    /// <summary>Waits until it says that it waits.</summary>
    /// <param name="within">Longest wait.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cancellationToken">Whoever asked is gone.</param>
    /// <returns>Whether it said so.</returns>
    internal async Task<bool> WaitsAsync(TimeSpan within, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await word.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }

        return word.IsSaid && !HasEnded;
    }

    /// <summary>Hands it the variables of its tenant: from here on it is an ordinary workload.</summary>
    /// <param name="block">The variables.</param>
    /// <param name="clock">Measures how long it may leave them unread.</param>
    /// <returns>Whether it took them; one that did not is of no use.</returns>
    internal async Task<bool> SettleAsync(byte[] block, TimeProvider clock)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        try
        {
            return await input.WriteAsync(block, deadline.Token) && !HasEnded;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            // The end of the input is the end of the variables.
            input.Dispose();
        }
    }

    /// <summary>Kills it with all that came of it; completes when nothing of it is left.</summary>
    internal async Task AbandonAsync()
    {
        input.Dispose();
        Process.KillAll();
        await Process.DisposeAsync();
        await watching;
    }

    private async Task WatchAsync()
    {
        _ = await Process.Exited;
        word.End();
    }
}
