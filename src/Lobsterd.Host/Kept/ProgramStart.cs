using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Kept;

/// <summary>Starts a program and waits until it is up.</summary>
/// <param name="clock">For the bounds.</param>
internal sealed class ProgramStart(TimeProvider clock)
{
    private const int LastWordsBytes = 2_048;
    private const long MaxLogBytes = 1 << 20;
    private const uint OwnerOnly = 0x180;    // 0600

    private static readonly int Held = ExitCodes.Of(EdgeErrors.Held.Kind);

    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskPeriod = TimeSpan.FromMilliseconds(2);

    /// <summary>Starts it.</summary>
    /// <returns>A handle on the process, whose mark is written.</returns>
    /// <error code="edge.start.held">Another one runs, and does not hand over to it.</error>
    /// <error code="edge.start.failed">It ended before it was up, or was not up in its time; the message holds its last words.</error>
    public async Task<Result<PidFd, LobsterError>> RunAsync(KeptProgram program, CancellationToken cancellationToken)
    {
        if (program.Prepare().TryGetError(out var error)) return Failed(program, error);
        if (new FileInfo(program.LogFile) is { Exists: true, Length: > MaxLogBytes }) File.Delete(program.LogFile);
        if (AppendFile.OpenOrCreate(program.LogFile, OwnerOnly).TryGetError(out error, out var output)) return Failed(program, error);
        using var log = output;
        if (Pipe.Create().TryGetError(out error, out var pipe)) return Failed(program, error);
        using var ready = pipe;
        if (Spawn(program, log, pipe).TryGetError(out error, out var child)) return Failed(program, error);

        // Ours would keep the pipe open after the program's death.
        ready.WriteEnd.Dispose();
        using var started = child;
        using var patience = new CancellationTokenSource(ReadyTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // The mark at once, and not when it is up: we may be killed in between.
            if (ProcessMark.Of(child, program).Bind(mark => mark.Write(program.MarkFile)).IsSuccess
                && await IsUpAsync(program, child, pipe, either.Token)) return PidFd.Open(child.Pid);
            return await GiveUpAsync($"it ended or left no mark; {LastWords(program)}");
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await GiveUpAsync($"it is not up within {ReadyTimeout.TotalSeconds} s; {LastWords(program)}");
        }

        async Task<LobsterError> GiveUpAsync(string why)
        {
            _ = child.Signal(Signals.Kill);
            var status = await child.WaitForExitAsync(CancellationToken.None);
            return Failed(program, new LobsterError(status.Code == Held ? EdgeErrors.Held : EdgeErrors.StartFailed, why));
        }
    }

    private static Result<ChildProcess, LobsterError> Spawn(KeptProgram program, AppendFile log, Pipe ready)
    {
        List<ChildDescriptor> descriptors = [new(1, log.Descriptor), new(2, log.Descriptor)];
        if (program.Readiness is Readiness.Written written) descriptors.Add(new(written.Number, ready.WriteEnd));
        var opened = program.Open();
        var spawned = Spawner.Start(new SpawnInput
        {
            Program = program.Program,
            Arguments = program.Arguments,
            Environment = program.Environment,
            Descriptors = [.. descriptors, .. opened],
            WorkingDirectory = "/",
            NewSession = true,
            NoNewPrivileges = true,
            Credentials = new Credentials
            {
                UserId = program.UserId,
                GroupId = program.UserId,
                AmbientCapabilities = program.Capabilities,
            },
        });
        foreach (var one in opened) one.Source.Dispose();
        return spawned;
    }

    // False when it ended first.
    private async Task<bool> IsUpAsync(KeptProgram program, ChildProcess child, Pipe ready, CancellationToken cancellationToken)
    {
        if (program.Readiness is Readiness.Written)
        {
            var one = new byte[1];
            await ReadinessLoop.Shared.WaitReadableAsync(ready.ReadEnd, cancellationToken);
            return ready.ReadEnd.Read(one).TryGetValue(out var count) && count == 1;
        }

        var ended = child.WaitForExitAsync(cancellationToken);
        var asked = (Readiness.Answered)program.Readiness;
        while (!ended.IsCompleted)
        {
            if (await asked.AskAsync(cancellationToken)) return true;
            _ = await Task.WhenAny(ended, Task.Delay(AskPeriod, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return false;
    }

    private static LobsterError Failed(KeptProgram program, LobsterError why) =>
        new(why.Code == EdgeErrors.Held ? why.Code : EdgeErrors.StartFailed, $"{program.Name} cannot be started", Cause: why);

    private static string LastWords(KeptProgram program)
    {
        try
        {
            using var log = File.OpenRead(program.LogFile);
            _ = log.Seek(-Math.Min(log.Length, LastWordsBytes), SeekOrigin.End);
            using var reader = new StreamReader(log, Encoding.UTF8);
            return $"its last words: {reader.ReadToEnd().Trim().ReplaceLineEndings(" | ")}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "it left no words";
        }
    }
}
