using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.UnixSockets;

/// <summary>Listening Unix sockets, for programs that are handed one.</summary>
public static class UnixListener
{
    /// <summary>Longest path or abstract name in bytes.</summary>
    public const int LongestName = 107;

    private const ushort Unix = 1;
    private const int Stream = 1;
    private const int AddressInUse = 98;

    /// <summary>Listens on a new path; the socket file's mode is what the umask leaves of 0777.</summary>
    /// <param name="path">Absolute; nothing is there yet.</param>
    /// <param name="backlog">Most connections that wait to be accepted.</param>
    /// <error code="unix.name.taken">Something is at that path, a dead socket perhaps.</error>
    /// <error code="unix.name.too-long">The path is longer than 107 bytes.</error>
    /// <error code="unix.socket.failed">The folder is missing or refuses.</error>
    public static Result<Fd, LobsterError> Listen(string path, int backlog) => Listen(path, isAbstract: false, backlog);

    /// <summary>Claims a name that no other process of this network namespace can claim until we close it or end, however we end.</summary>
    /// <param name="name">Without the leading NUL.</param>
    /// <error code="unix.name.taken">Another process holds it.</error>
    /// <error code="unix.name.too-long">The name is longer than 107 bytes.</error>
    /// <error code="unix.socket.failed">The kernel refused.</error>
    public static Result<Fd, LobsterError> ClaimName(string name) => Listen(name, isAbstract: true, backlog: 1);

    private static unsafe Result<Fd, LobsterError> Listen(string name, bool isAbstract, int backlog)
    {
        var count = Encoding.UTF8.GetByteCount(name);
        if (count > LongestName) return new LobsterError(UnixSocketErrors.NameTooLong, $"{name}: more than {LongestName} bytes");
        var address = new UnixAddress { Family = Unix };
        _ = Encoding.UTF8.GetBytes(name, ((Span<byte>)address.Path)[(isAbstract ? 1 : 0)..]);

        var socket = Fd.Adopt(UnixSocketCalls.Socket(Unix, Stream | OpenFlags.CloseOnExec, 0));
        if (socket.IsInvalid) return Errno.Last(DescriptorErrors.OpenFailed, name);
        // A path ends with a NUL, an abstract name starts with one: either way one byte more than the name.
        var length = sizeof(ushort) + (uint)count + 1;
        if (UnixSocketCalls.Bind(socket.Number, &address, length) == 0 && UnixSocketCalls.Listen(socket.Number, backlog) == 0) return socket;
        var error = Errno.Last(Errno.LastNumber == AddressInUse ? UnixSocketErrors.NameTaken : UnixSocketErrors.Failed, name);
        socket.Dispose();
        return error;
    }
}
