using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.UnixSockets;

namespace Lobsterd.Host.Jail;

/// <summary>A launcher that was told nothing yet.</summary>
/// <param name="Process">It; collected when it ends.</param>
/// <param name="Socket">Where it listens, and answers.</param>
internal sealed record WaitingLauncher(ChildProcess Process, Fd Socket) : IDisposable
{
    /// <summary>Starts one.</summary>
    /// <param name="program">Its path.</param>
    /// <error code="process.spawn.failed">And the other errors of <see cref="Spawner.Start"/>.</error>
    internal static Result<WaitingLauncher, LobsterError> Start(string program)
    {
        if (SocketPair.Create().TryGetError(out var error, out var pair)) return error;

        // Theirs must go, or the launcher's end would not be the socket's.
        using (pair.Theirs)
        {
            var input = new SpawnInput { Program = program, Arguments = [], NewSession = true, Descriptors = [new(JailFiles.Socket, pair.Theirs)] };
            if (!Spawner.Start(input).TryGetError(out error, out var process)) return new WaitingLauncher(process, pair.Ours);
        }

        pair.Ours.Dispose();
        return error;
    }

    /// <summary>Hangs up, which ends one that waits.</summary>
    public void Dispose()
    {
        Socket.Dispose();
        Process.Dispose();
    }
}
