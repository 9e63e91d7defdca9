using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Processes;

/// <summary>Turns this process into another program.</summary>
public static class Exec
{
    private const int SetMask = 2;

    /// <summary>Replaces the running program; pid, session, credentials and cgroup stay, descriptors 0, 1 and 2 too.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="arguments">After argument zero, which is the program.</param>
    /// <param name="environment">The whole environment.</param>
    /// <returns>Only ever a failure.</returns>
    /// <error code="process.program.missing">It is not there.</error>
    /// <error code="process.program.refused">It cannot be executed.</error>
    public static unsafe LobsterError Replace(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        using var nativeArguments = new NativeStrings([program, .. arguments]);
        using var nativeEnvironment = new NativeStrings([.. environment.Select(entry => $"{entry.Key}={entry.Value}")]);
        // .NET ignores SIGPIPE, and an ignored signal stays ignored over an exec; so does the thread's mask.
        _ = ProcessCalls.SetDisposition(Signals.BrokenPipe, 0);
        var none = default(SignalSet);
        _ = ProcessCalls.SetThreadSignalMask(SetMask, &none, null);
        _ = ProcessCalls.Execute(program, nativeArguments.Pointers, nativeEnvironment.Pointers);
        return Errno.Last(Errno.LastNumber == Errno.NoEntry ? ProcessErrors.ProgramMissing : ProcessErrors.ProgramRefused, program);
    }
}
