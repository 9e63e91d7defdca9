using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

/// <summary>Named pipes; fifo(7).</summary>
public static class Fifo
{
    /// <summary>Makes one.</summary>
    /// <param name="path">Where; nothing is there yet.</param>
    /// <param name="mode">Permission bits; the umask is taken off.</param>
    /// <error code="file.path.missing">Its folder is not there.</error>
    /// <error code="file.act.failed">Something has that name, or the kernel refused.</error>
    public static UnitResult<LobsterError> Make(string path, uint mode) =>
        FileCalls.MakeFifo(path, mode) < 0 ? FileErrno.Last(path) : UnitResult.Success<LobsterError>();

    /// <summary>Opens the end that is read from; waits for no writer, and no read of it waits. It ends when there was a writer and is none.</summary>
    /// <param name="path">Not followed where it is a symbolic link.</param>
    /// <error code="descriptor.open.path">It is not there, or is a link or a socket.</error>
    /// <error code="file.kind.refused">It is something else than a named pipe.</error>
    public static Result<Fd, LobsterError> OpenReader(string path)
    {
        const int Careful = OpenFlags.ReadOnly | OpenFlags.NoFollow | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal;
        if (Fd.Open(path, Careful).TryGetError(out var error, out var pipe)) return error;
        var looked = FileStat.Of(pipe);
        if (looked.TryGetValue(out var stat) && stat.Type == FileKind.Fifo) return pipe;
        pipe.Dispose();
        return looked.TryGetError(out error, out _) ? error : new LobsterError(FileErrors.NotPlain, $"{path} is no named pipe");
    }
}
