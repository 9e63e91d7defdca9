using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
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
    private Held? running;

    /// <summary>Adopts the program where it runs as it should, starts it where it does not, and keeps it up from then on.</summary>
    /// <error code="edge.start.failed">It cannot be started; the message holds its last words.</error>
    public async Task<UnitResult<LobsterError>> EnsureAsync(KeptProgram program, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            wanted = program;
            if (Find(program) is var (mark, found, isLeft))
            {
                if (!isLeft && mark.IsOf(program))
                {
                    if (found.Pid != running?.Process.Pid) KeptLog.Adopted(logger, program.Name, found.Pid);
                    Hold(found);
                    return UnitResult.Success<LobsterError>();
                }

                KeptLog.Renewing(logger, program.Name);
                if (program.TakesOver)
                {
                    var taken = await TakeOverAsync(program, mark, found, cancellationToken);
                    if (!taken.TryGetError(out var error) || error.Code != EdgeErrors.Held) return taken;
                    KeptLog.NotTakenOver(logger, program.Name, error.FullMessage);
                }

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
            if (Find(program) is var (_, hung, _)) await KillAsync(hung);
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

    /// <summary>Ends the program, and those that drain, and keeps it ended. Absent already is success.</summary>
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
            foreach (var (mark, left) in LeftMarks.Find(markFile))
            {
                await EndAsync(left);
                LeftMarks.Remove(markFile, mark.Pid);
            }
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
        running?.Process.Dispose();
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

    // Under the turn. The one that serves has a mark of its own before another is started, and gets it back when it could not be taken over from: whatever
    // happens in between, the next service finds both. One that cannot be started at all leaves the one that serves as it is.
    private async Task<UnitResult<LobsterError>> TakeOverAsync(KeptProgram program, ProcessMark mark, PidFd former, CancellationToken cancellationToken)
    {
        if (LeftMarks.Write(program.MarkFile, mark).TryGetError(out var error)) return new LobsterError(EdgeErrors.StartFailed, $"{program.Name} cannot be started", Cause: error);
        if ((await start.RunAsync(program, cancellationToken)).TryGetError(out error, out var started))
        {
            if (mark.Write(program.MarkFile).IsSuccess) LeftMarks.Remove(program.MarkFile, mark.Pid);
            return error;
        }

        KeptLog.TookOver(logger, program.Name, former.Pid, started.Pid);
        former.Dispose();
        Hold(started);
        return UnitResult.Success<LobsterError>();
    }

    // Under the turn.
    private void Hold(PidFd? process)
    {
        if (process is not null && running is { Process.HasExited: false } && running.Process.Pid == process.Pid)
        {
            process.Dispose();
            return;
        }

        // One that runs on is waited for still, and is let go by whoever waits.
        var former = running;
        var isOver = former is { Process.HasExited: true } || unguard is null;
        running = process is null ? null : new Held(process, new CancellationTokenSource());
        former?.Replaced.Cancel();
        if (isOver) former?.Process.Dispose();
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
                await WaitForEndAsync(held, cancellationToken);
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

    // Until it has ended, or another is held in its place.
    private static async Task WaitForEndAsync(Held held, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(held.Replaced.Token, cancellationToken);
        try
        {
            await held.Process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            held.Process.Dispose();
        }
    }

    // A mark that means nothing any more must not hide a process that runs: another would be started beside it. One that was to be taken over from may
    // serve still, where the other died first.
    private static (ProcessMark Mark, PidFd Process, bool IsLeft)? Find(KeptProgram program)
    {
        var left = LeftMarks.Find(program.MarkFile);
        if (ProcessMark.Read(program.MarkFile) is { } mark && mark.Find() is { } marked)
        {
            foreach (var (_, other) in left) other.Dispose();
            return (mark, marked, false);
        }

        if (left.Count > 0)
        {
            foreach (var (_, other) in left.SkipLast(1)) other.Dispose();
            return (left[^1].Mark, left[^1].Process, true);
        }

        if (ProcessMark.Search(program) is not { } seen || seen.Find() is not { } unmarked) return null;
        // Whoever stops it finds it by its mark; where that cannot be written, the next search finds it again.
        _ = seen.Write(program.MarkFile);
        return (seen, unmarked, false);
    }

    // A change of settings ends the old process under the turn and holds the new one before it gives the turn back.
    private async Task<bool> IsReplacedAsync(Held held, CancellationToken cancellationToken)
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

    // The process that is kept, and what tells whoever waits for its end that another has its place.
    private sealed record Held(PidFd Process, CancellationTokenSource Replaced);
}
