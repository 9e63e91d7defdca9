using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.UnixSockets;

/// <summary>Two Unix sockets connected with one another, one for us and one for a child; each keeps messages apart (SOCK_SEQPACKET).</summary>
/// <param name="Ours">Does not block.</param>
/// <param name="Theirs">Blocks.</param>
public sealed record SocketPair(Fd Ours, Fd Theirs) : IDisposable
{
    private const int Unix = 1;
    private const int MessagesInOrder = 5;

    /// <summary>Makes a pair, close-on-exec.</summary>
    /// <error code="descriptor.open.failed">Too many open files.</error>
    public static unsafe Result<SocketPair, LobsterError> Create()
    {
        var ends = stackalloc int[2];
        if (UnixSocketCalls.SocketPair(Unix, MessagesInOrder | OpenFlags.CloseOnExec, 0, ends) < 0)
            return Errno.Last(DescriptorErrors.OpenFailed, "socket pair");
        var pair = new SocketPair(Fd.Adopt(ends[0]), Fd.Adopt(ends[1]));
        if (!pair.Ours.SetNonBlocking().TryGetError(out var error)) return pair;
        pair.Dispose();
        return error;
    }

    /// <summary>Closes both ends.</summary>
    public void Dispose()
    {
        Ours.Dispose();
        Theirs.Dispose();
    }
}
