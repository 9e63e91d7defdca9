using Lobsterd.Guest.Logs;
using Lobsterd.Guest.Processes;
using Lobsterd.Guest.Streams;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Guest.Workload;

/// <summary>The workload's process with its two pipes to the log.</summary>
internal sealed class WorkloadProcess : IWorkloadProcess
{
    private readonly GuestProcess process;
    private readonly IByteStream[] pipes;
    private readonly CancellationTokenSource ended = new();
    private readonly Task carrying;

    /// <summary>Carries a process's output from now on.</summary>
    /// <param name="process">The process.</param>
    /// <param name="output">Its standard output.</param>
    /// <param name="errors">Its standard error.</param>
    /// <param name="log">Where both go.</param>
    /// <param name="keeps">Whether a line of its output belongs there; null: all do.</param>
    internal WorkloadProcess(GuestProcess process, IByteStream output, IByteStream errors, LogRing log, Predicate<byte[]>? keeps = null)
    {
        this.process = process;
        pipes = [output, errors];
        carrying = Task.WhenAll(
            new OutputPump(output, LogSource.Output, log, keeps).RunAsync(ended.Token),
            new OutputPump(errors, LogSource.Error, log).RunAsync(ended.Token));
    }

    /// <inheritdoc/>
    public Task<ExitStatus> Exited => process.Exited;

    /// <inheritdoc/>
    public void Signal(int signal) => process.Signal(signal);

    /// <inheritdoc/>
    public void KillAll() => process.KillAll();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ = await process.Exited;
        // Not CancelAsync, which would go through the thread pool.
#pragma warning disable CA1849, VSTHRD103 // see above
        ended.Cancel();
#pragma warning restore CA1849, VSTHRD103
        await carrying;
        foreach (var pipe in pipes) pipe.Dispose();
        process.Dispose();
        ended.Dispose();
    }
}
