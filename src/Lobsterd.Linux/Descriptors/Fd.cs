using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Linux.Descriptors;

/// <summary>An owned file descriptor; closed once, when disposed.</summary>
/// <remarks>Calls that return descriptors are imported as <c>int</c> and adopted: libc's -1 is not sign-extended to a handle's width, so a
/// failed <c>open</c> imported as a SafeHandle would look valid.</remarks>
public sealed class Fd() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    internal const int DuplicateCloseOnExec = 1030;

    private const int GetStatusFlags = 3;
    private const int SetStatusFlags = 4;

    /// <summary>The descriptor's number, for messages and for handing it to a child; valid until disposed.</summary>
    public int Number => (int)handle;

    /// <summary>Takes ownership of a descriptor, or of the -1 of a failed call.</summary>
    public static Fd Adopt(int fd)
    {
        var owner = new Fd();
        owner.SetHandle(fd);
        return owner;
    }

    /// <summary>Opens a path; the descriptor is always close-on-exec.</summary>
    /// <param name="path">Absolute, or relative to the working directory.</param>
    /// <param name="flags">Of <see cref="OpenFlags"/>, joined.</param>
    /// <param name="mode">Permission bits of a file that is created; the umask is taken off.</param>
    /// <error code="descriptor.open.path">The path could not be opened; the message says why.</error>
    public static Result<Fd, LobsterError> Open(string path, int flags, int mode = 0)
    {
        var opened = Adopt(DescriptorCalls.Open(path, flags | OpenFlags.CloseOnExec, mode));
        return opened.IsInvalid ? Errno.Last(DescriptorErrors.PathFailed, path) : opened;
    }

    /// <summary>A second descriptor of the same open file, close-on-exec.</summary>
    /// <param name="lowest">The new number is this or higher.</param>
    /// <error code="descriptor.open.failed">Too many open files.</error>
    public Result<Fd, LobsterError> Duplicate(int lowest = 0)
    {
        var copy = Adopt(DescriptorCalls.Fcntl(Number, DuplicateCloseOnExec, lowest));
        return copy.IsInvalid ? Errno.Last(DescriptorErrors.OpenFailed, $"descriptor {Number}") : copy;
    }

    /// <summary>Makes reads and writes return at once when there is nothing to do. Holds for every descriptor of the same open file.</summary>
    /// <error code="descriptor.control.failed">The kernel refused.</error>
    public UnitResult<LobsterError> SetNonBlocking() => SetStatus(OpenFlags.NonBlocking, 0);

    /// <summary>Makes reads and writes wait, as programs expect of their standard streams. Holds for every descriptor of the same open file.</summary>
    /// <error code="descriptor.control.failed">The kernel refused.</error>
    public UnitResult<LobsterError> SetBlocking() => SetStatus(0, OpenFlags.NonBlocking);

    /// <summary>Reads what is there, at most a buffer full.</summary>
    /// <returns>Bytes read; 0 at the end; null when nothing is there yet and the descriptor does not block.</returns>
    /// <error code="descriptor.read.failed">The kernel refused.</error>
    public unsafe Result<int?, LobsterError> Read(Span<byte> buffer)
    {
        while (true)
        {
            nint count;
            fixed (byte* start = buffer) count = DescriptorCalls.Read(Number, start, (nuint)buffer.Length);
            if (count >= 0) return (int)count;
            if (Errno.LastNumber == Errno.Again) return default(int?);
            if (Errno.LastNumber != Errno.Interrupted) return Errno.Last(DescriptorErrors.ReadFailed, $"descriptor {Number}");
        }
    }

    /// <summary>Writes all of a buffer; blocks where the descriptor blocks.</summary>
    /// <error code="descriptor.write.failed">The other end is gone, there is no room, or the descriptor would have to wait.</error>
    public unsafe UnitResult<LobsterError> Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint count;
            fixed (byte* start = buffer) count = DescriptorCalls.Write(Number, start, (nuint)buffer.Length);
            if (count >= 0) buffer = buffer[(int)count..];
            else if (Errno.LastNumber != Errno.Interrupted) return Errno.Last(DescriptorErrors.WriteFailed, $"descriptor {Number}");
        }
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Writes what the other end takes now, for a descriptor that does not block.</summary>
    /// <returns>Bytes written, at least one; null when it takes nothing at present.</returns>
    /// <error code="descriptor.write.failed">The other end is gone, or there is no room.</error>
    public unsafe Result<int?, LobsterError> WriteSome(ReadOnlySpan<byte> buffer)
    {
        while (true)
        {
            nint count;
            fixed (byte* start = buffer) count = DescriptorCalls.Write(Number, start, (nuint)buffer.Length);
            if (count >= 0) return (int)count;
            if (Errno.LastNumber == Errno.Again) return default(int?);
            if (Errno.LastNumber != Errno.Interrupted) return Errno.Last(DescriptorErrors.WriteFailed, $"descriptor {Number}");
        }
    }

    /// <summary>Gives the descriptor up to another owner, e.g. a <see cref="SafeFileHandle"/>; this object is empty afterwards.</summary>
    public SafeFileHandle TakeFileHandle()
    {
        var taken = new SafeFileHandle(handle, ownsHandle: true);
        SetHandleAsInvalid();
        return taken;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => DescriptorCalls.Close((int)handle) == 0;

    private UnitResult<LobsterError> SetStatus(int set, int cleared)
    {
        var flags = DescriptorCalls.Fcntl(Number, GetStatusFlags, 0);
        return flags < 0 || DescriptorCalls.Fcntl(Number, SetStatusFlags, (flags & ~cleared) | set) < 0
            ? Errno.Last(DescriptorErrors.ControlFailed, $"descriptor {Number}")
            : UnitResult.Success<LobsterError>();
    }
}
