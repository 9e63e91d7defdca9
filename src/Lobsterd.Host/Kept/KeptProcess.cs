using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Host.Kept;

/// <summary>Keeps one program up while the service lives, and leaves it running when the service ends.</summary>
/// <param name="restarted">Called after each start that nobody asked for.</param>
/// <param name="clock">For waiting.</param>
/// <param name="logger">For starts and ends.</param>
internal sealed class KeptProcess(Func<CancellationToken, Task> restarted, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CalmAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim turn = new(1);
    private readonly ProgramStart start = new(clock);
    private CancellationTokenSource? unguard;
    private Task guarding = Task.CompletedTask;
    private KeptProgram? wanted;
    private PidFd? running;

    /// <summary>Adopts the program where it runs as it should, starts it where it does not, and keeps it up from then on.</summary>
    /// <error code="edge.start.failed">It cannot be started; the message holds its last words.</error>
    public async Task<UnitResult<LobsterError>> EnsureAsync(KeptProgram program, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            wanted = program;
            if (Find(program) is var (mark, found))
            {
                if (mark.IsOf(program))
                {
                    if (found.Pid != running?.Pid) KeptLog.Adopted(logger, program.Name, found.Pid);
                    Hold(found);
                    return UnitResult.Success<LobsterError>();
                }

                KeptLog.Renewing(logger, program.Name);
                await EndAsync(found);
            }

            return await StartAsync(program, cancellationToken);
        }
        finally
        {
            _ = turn.Release();
        }
    }

    /// <summary>Ends the program at once, as one must that hangs, starts it anew, and keeps it up from then on.</summary>
    /// <error code="edge.start.failed">It cannot be started; the message holds its last words.</error>
    public async Task<UnitResult<LobsterError>> ReplaceAsync(KeptProgram program, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            wanted = program;
            KeptLog.Hangs(logger, program.Name);
            if (Find(program) is var (_, hung)) await KillAsync(hung);
            return await StartAsync(program, cancellationToken);
        }
        finally
        {
            _ = turn.Release();
        }
    }

    /// <summary>Whether a program with that mark runs, kept by us or not.</summary>
    public static bool Runs(string markFile)
    {
        using var found = ProcessMark.Read(markFile)?.Find();
        return found is not null;
    }

    /// <summary>Ends the program and keeps it ended. Absent already is success.</summary>
    /// <param name="markFile">Where its mark lies.</param>
    public async Task StopAsync(string markFile)
    {
        await UnguardAsync();
        await turn.WaitAsync(CancellationToken.None);
        try
        {
            wanted = null;
            Hold(null);
            if (ProcessMark.Read(markFile)?.Find() is { } found) await EndAsync(found);
            File.Delete(markFile);
        }
        finally
        {
            _ = turn.Release();
        }
    }

    /// <summary>Stops keeping; the program goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await UnguardAsync();
        running?.Dispose();
        turn.Dispose();
    }

    // Under the turn.
    private async Task<UnitResult<LobsterError>> StartAsync(KeptProgram program, CancellationToken cancellationToken)
    {
        if ((await start.RunAsync(program, cancellationToken)).TryGetError(out var error, out var started)) return error;
        KeptLog.Started(logger, program.Name, started.Pid);
        Hold(started);
        return UnitResult.Success<LobsterError>();
    }

    // Under the turn.
    private void Hold(PidFd? process)
    {
        if (process is not null && running is { HasExited: false } && running.Pid == process.Pid)
        {
            process.Dispose();
            return;
        }

        running?.Dispose();
        running = process;
        if (process is null || unguard is not null) return;
        unguard = new CancellationTokenSource();
        guarding = GuardAsync(unguard.Token);
    }

    private async Task UnguardAsync()
    {
        if (unguard is null) return;
        await unguard.CancelAsync();
        await guarding;
        unguard.Dispose();
        unguard = null;
    }

    private async Task GuardAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var pause = TimeSpan.Zero; ;)
            {
                var since = clock.GetTimestamp();
                var held = running!;
                await held.WaitForExitAsync(cancellationToken);
                if (await IsReplacedAsync(held, cancellationToken)) continue;
                KeptLog.Ended(logger, wanted!.Name);
                if (clock.GetElapsedTime(since) > CalmAfter) pause = TimeSpan.Zero;
                pause = await ReviveAsync(pause, cancellationToken);
                await restarted(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // It is to be stopped, or left alone.
        }
    }

    // A mark that means nothing any more must not hide a process that runs: another would be started beside it.
    private static (ProcessMark Mark, PidFd Process)? Find(KeptProgram program)
    {
        if (ProcessMark.Read(program.MarkFile) is { } mark && mark.Find() is { } marked) return (mark, marked);
        if (ProcessMark.Search(program) is not { } seen || seen.Find() is not { } unmarked) return null;
        // Whoever stops it finds it by its mark; where that cannot be written, the next search finds it again.
        _ = seen.Write(program.MarkFile);
        return (seen, unmarked);
    }

    // A change of settings ends the old process under the turn and holds the new one before it gives the turn back.
    private async Task<bool> IsReplacedAsync(PidFd held, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        var replaced = !ReferenceEquals(held, running);
        _ = turn.Release();
        return replaced;
    }

    private async Task<TimeSpan> ReviveAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (pause > TimeSpan.Zero) await Task.Delay(pause, clock, cancellationToken);
            pause = pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            if (!(await EnsureAsync(wanted!, cancellationToken)).TryGetError(out var error)) return pause;
            KeptLog.StartFailed(logger, wanted!.Name, error.FullMessage);
        }
    }

    private static async Task KillAsync(PidFd process)
    {
        using (process)
        {
            _ = process.Signal(Signals.Kill);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task EndAsync(PidFd process)
    {
        using (process)
        {
            _ = process.Signal(Signals.Terminate);
            using var patience = new CancellationTokenSource(StopTimeout, clock);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _ = process.Signal(Signals.Kill);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
