using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Descriptors;

/// <summary>A pipe; both ends are closed by an exec unless mapped into the child.</summary>
/// <param name="ReadEnd">Does not block: a reader waits by <see cref="ReadinessLoop"/>.</param>
/// <param name="WriteEnd">Blocks, as every program expects of its standard output.</param>
public sealed record Pipe(Fd ReadEnd, Fd WriteEnd) : IDisposable
{
    /// <summary>Makes a pipe.</summary>
    /// <error code="descriptor.open.failed">Too many open files.</error>
    public static unsafe Result<Pipe, LobsterError> Create()
    {
        var ends = stackalloc int[2];
        if (DescriptorCalls.Pipe2(ends, OpenFlags.CloseOnExec) < 0) return Errno.Last(DescriptorErrors.OpenFailed, "pipe");
        var pipe = new Pipe(Fd.Adopt(ends[0]), Fd.Adopt(ends[1]));
        if (pipe.ReadEnd.SetNonBlocking().TryGetError(out var error))
        {
            pipe.Dispose();
            return error;
        }
        return pipe;
    }

    /// <summary>Closes both ends.</summary>
    public void Dispose()
    {
        ReadEnd.Dispose();
        WriteEnd.Dispose();
    }
}
