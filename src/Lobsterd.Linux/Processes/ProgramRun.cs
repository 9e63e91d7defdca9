using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Processes;

/// <summary>A program that runs, with the ends of what it writes.</summary>
/// <remarks>Its process is collected only by <see cref="Collect"/>: until then its pid, which is its session's id, cannot come to mean another
/// session, so killing by session is safe.</remarks>
internal sealed class ProgramRun : IDisposable
{
    private static readonly TimeSpan DyingTime = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stop = new();
    private readonly UnwatchedChild child;

    private ProgramRun(UnwatchedChild child, Fd output, Fd errors, int maxBytes)
    {
        this.child = child;
        Output = OutputTail.Follow(output, maxBytes, stop.Token);
        Errors = OutputTail.Follow(errors, maxBytes, stop.Token);
    }

    internal OutputTail Output { get; }

    internal OutputTail Errors { get; }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
        child.Dispose();
    }

    internal static Result<ProgramRun, LobsterError> Start(ProgramInput input) =>
        from standardInput in Memfd.Create("stdin")
        from filled in Fill(standardInput, input.StandardInput)
        from output in Pipe.Create()
        from errors in Pipe.Create()
        from run in Start(input, standardInput, output, errors)
        select run;

    /// <summary>Completes when the program has ended and every writer of its output has gone.</summary>
    internal async Task WaitAsync(CancellationToken cancellationToken)
    {
        await child.Process.WaitForExitAsync(cancellationToken);
        await Task.WhenAll(Output.Completion, Errors.Completion).WaitAsync(cancellationToken);
    }

    /// <summary>Kills every process of the session, also such as are forked meanwhile.</summary>
    internal async Task KillSessionAsync(TimeProvider clock)
    {
        using var patience = new CancellationTokenSource(DyingTime, clock);
        while (!patience.IsCancellationRequested
            && ProcessTable.OfSession(child.Process.Pid).FirstOrDefault(stat => !stat.IsZombie) is { } member)
        {
            if (!PidFd.Open(member.Pid).TryGetValue(out var process)) continue;
            using (process)
            {
                _ = process.Signal(Signals.Kill);
                await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Collects it; one that not even SIGKILL ended (it waits in the kernel) is collected whenever it ends.</summary>
    internal ExitStatus Collect()
    {
        if (child.Process.HasExited) return child.Wait();
        _ = ChildProcess.Watch(child);
        return default;
    }

    private static Result<Fd, LobsterError> Fill(Fd memfd, ReadOnlyMemory<byte> content) =>
        Memfd.Fill(memfd, content.Span).TryGetError(out var error) ? error : memfd;

    private static Result<ProgramRun, LobsterError> Start(ProgramInput input, Fd standardInput, Pipe output, Pipe errors)
    {
        using var ownedInput = standardInput;
        using var outputEnd = output.WriteEnd;
        using var errorsEnd = errors.WriteEnd;
        var started = Spawner.StartUnwatched(new SpawnInput
        {
            Program = input.Program,
            Arguments = input.Arguments,
            Environment = input.Environment,
            WorkingDirectory = input.WorkingDirectory,
            Credentials = input.Credentials,
            NewSession = true,
            Descriptors =
            [
                new(0, input.StandardInputFile ?? standardInput),
                new(1, input.StandardOutputFile ?? output.WriteEnd),
                new(2, errors.WriteEnd),
            ],
        });
        if (!started.TryGetError(out var error, out var child)) return new ProgramRun(child, output.ReadEnd, errors.ReadEnd, input.MaxOutputBytes);
        output.Dispose();
        errors.Dispose();
        return error;
    }
}
