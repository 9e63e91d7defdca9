using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Processes;

/// <summary>Starts processes by posix_spawn(3): no fork of this process, no shell, nothing inherited by accident.</summary>
/// <remarks>posix_spawn cannot change user, privileges or cgroup, but a child is born with those of the thread that spawns it. So a child
/// that wants them is spawned by a thread made for it, which takes them on and ends. See the room's README.</remarks>
public static class Spawner
{
    private const int StackBytes = 256 * 1024;
    private const int PermissionDenied = 13;
    private const int TooManyArguments = 7;
    private const int NoExecFormat = 8;
    private const int NotPermitted = 1;
    private const int NoMemory = 12;
    private const int TextBusy = 26;
    private const int ProcessFilesExhausted = 24;

    /// <summary>Starts a child that is collected by itself when it ends.</summary>
    /// <returns>The child, which runs its program already.</returns>
    /// <error code="process.input.invalid">The input cannot be a child; the message says why.</error>
    /// <error code="process.program.missing">Program, interpreter or working directory is not there.</error>
    /// <error code="process.program.refused">It cannot be executed by those credentials.</error>
    /// <error code="process.credentials.refused">The credentials could not be taken on.</error>
    /// <error code="process.cgroup.refused">A cgroup did not take it; the child is gone.</error>
    /// <error code="process.spawn.exhausted">A limit is reached.</error>
    /// <error code="process.spawn.failed">Another refusal of the kernel.</error>
    public static Result<ChildProcess, LobsterError> Start(SpawnInput input) => StartUnwatched(input).Bind(ChildProcess.Watch);

    /// <summary>Starts a child that the caller collects itself; no thread of ours watches it. Fails as <see cref="Start"/> does.</summary>
    public static Result<UnwatchedChild, LobsterError> StartUnwatched(SpawnInput input)
    {
        var started = NeedsOwnThread(input) ? OnOwnThread(() => Enroll(input)) : Enroll(input);
        return started.Bind(child => JoinUnifiedCgroups(child, input.Cgroups));
    }

    /// <summary>Starts a child as <see cref="StartUnwatched"/> does, with this thread's namespaces and root. The thread keeps the identity that it took on
    /// for the child, so it must spawn nothing else and end.</summary>
    /// <param name="input">Without version 2 cgroups: they take a whole process.</param>
    public static Result<UnwatchedChild, LobsterError> StartOnThisThread(SpawnInput input) => Enroll(input);

    private static Result<UnwatchedChild, LobsterError> Enroll(SpawnInput input) =>
        ChildTable.Enter(() => Spawn(input), born => born.TryGetValue(out var child) ? child.Process.Pid : null);

    private static bool NeedsOwnThread(SpawnInput input) =>
        input.Credentials is not null || input.NoNewPrivileges || input.Cgroups.Any(CgroupEntry.IsByThread);

    private static Result<UnwatchedChild, LobsterError> OnOwnThread(Func<Result<UnwatchedChild, LobsterError>> spawn)
    {
        Result<UnwatchedChild, LobsterError>? spawned = null;
        var thread = new Thread(() => spawned = spawn(), StackBytes) { IsBackground = true, Name = "spawn" };
        thread.Start();
        thread.Join();
        return spawned!.Value;
    }

    private static unsafe Result<UnwatchedChild, LobsterError> Spawn(SpawnInput input)
    {
        if (SpawnPlan.Create(input).TryGetError(out var planError, out var plan)) return planError;
        using (plan)
        {
            using var arguments = new NativeStrings([input.Program, .. input.Arguments]);
            using var environment = new NativeStrings([.. input.Environment.Select(entry => $"{entry.Key}={entry.Value}")]);
            if (TakeOnIdentity(input).TryGetError(out var identityError)) return identityError;

            var number = Bear(out var pid);
            if (number == TextBusy)
            {
                // Another child may have been born while we wrote the program: it had a copy of the writer, which is gone when all births are over.
                BirthGate.NoBirth().Dispose();
                number = Bear(out pid);
            }
            if (number != 0) return Errno.Of(number, CodeOf(number), $"start {input.Program}");
            return Hold(pid);

            int Bear(out int born)
            {
                // posix_spawn returns when the child runs its program, and so has none of our descriptors any more.
                using var gate = BirthGate.Birth();
                return ProcessCalls.Spawn(out born, input.Program, plan.Actions, plan.Attributes, arguments.Pointers, environment.Pointers);
            }
        }
    }

    /// <summary>The child is not collected yet, so the pid is its own even if it has ended.</summary>
    private static Result<UnwatchedChild, LobsterError> Hold(int pid)
    {
        if (!PidFd.Open(pid).TryGetError(out var error, out var process)) return new UnwatchedChild(process);
        _ = ProcessCalls.Kill(pid, Signals.Kill);
        _ = ProcessCalls.WaitId(UnwatchedChild.ByPid, pid, out _, UnwatchedChild.Exited);
        return error with { Code = ProcessErrors.SpawnExhausted };
    }

    private static UnitResult<LobsterError> TakeOnIdentity(SpawnInput input)
    {
        foreach (var folder in input.Cgroups.Where(CgroupEntry.IsByThread))
        {
            if (CgroupEntry.MoveThread(folder).TryGetError(out var error)) return error;
        }
        if (input.Credentials is { } credentials && ThreadIdentity.TakeOn(credentials).TryGetError(out var refused)) return refused;
        return input.NoNewPrivileges ? ThreadIdentity.ForbidNewPrivileges() : UnitResult.Success<LobsterError>();
    }

    private static Result<UnwatchedChild, LobsterError> JoinUnifiedCgroups(UnwatchedChild child, IReadOnlyList<string> folders)
    {
        foreach (var folder in folders.Where(folder => !CgroupEntry.IsByThread(folder)))
        {
            if (!CgroupEntry.MoveProcess(folder, child.Process.Pid).TryGetError(out var error)) continue;
            _ = child.Process.Signal(Signals.Kill);
            _ = child.Wait();
            child.Dispose();
            return error;
        }
        return child;
    }

    private static ErrorCode CodeOf(int number) => number switch
    {
        Errno.NoEntry => ProcessErrors.ProgramMissing,
        PermissionDenied or NoExecFormat or NotPermitted => ProcessErrors.ProgramRefused,
        TooManyArguments => ProcessErrors.InputInvalid,
        Errno.Again or NoMemory or ProcessFilesExhausted => ProcessErrors.SpawnExhausted,
        _ => ProcessErrors.SpawnFailed,
    };
}
