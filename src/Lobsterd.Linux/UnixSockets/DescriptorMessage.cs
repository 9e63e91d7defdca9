using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.UnixSockets;

/// <summary>Sends and receives bytes together with descriptors over a Unix socket (SCM_RIGHTS of unix(7)).</summary>
public static unsafe class DescriptorMessage
{
    /// <summary>Most descriptors in one message.</summary>
    public const int MostDescriptors = 16;

    private const int SocketLevel = 1;
    private const int Rights = 1;
    private const int CloseOnExec = 0x4000_0000;
    private const int NoSignal = 0x4000;
    private const int ControlTruncated = 0x8;
    private const int ControlBytes = 16 + (MostDescriptors * sizeof(int));

    /// <summary>Sends one message; the receiver gets duplicates of the descriptors.</summary>
    /// <param name="socket">A connected Unix socket; of streams, the bytes must be short enough to be taken at once.</param>
    /// <param name="content">At least one byte.</param>
    /// <param name="descriptors">At most <see cref="MostDescriptors"/>; stay the caller's.</param>
    /// <error code="unix.peer.gone">Nobody receives any more.</error>
    public static UnitResult<LobsterError> Send(SafeHandle socket, ReadOnlySpan<byte> content, IReadOnlyList<SafeHandle> descriptors)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(descriptors.Count, MostDescriptors);
        var control = stackalloc byte[ControlBytes];
        fixed (byte* start = content)
        {
            var vector = new DataVector { Start = start, Length = (nuint)content.Length };
            var message = new MessageHeader { Vectors = &vector, VectorCount = 1 };
            if (descriptors.Count > 0)
            {
                var header = (ControlHeader*)control;
                *header = new ControlHeader { Length = (nuint)(sizeof(ControlHeader) + (descriptors.Count * sizeof(int))), Level = SocketLevel, Type = Rights };
                for (var i = 0; i < descriptors.Count; i++) ((int*)(header + 1))[i] = (int)descriptors[i].DangerousGetHandle();
                message.Control = control;
                message.ControlLength = Aligned(header->Length);
            }
            nint sent;
            do sent = UnixSocketCalls.Send((int)socket.DangerousGetHandle(), &message, NoSignal);
            while (sent < 0 && Errno.LastNumber == Errno.Interrupted);
            GC.KeepAlive(descriptors);
            return sent == content.Length
                ? UnitResult.Success<LobsterError>()
                : Errno.Last(UnixSocketErrors.PeerGone, "a message with descriptors");
        }
    }

    /// <summary>Receives one message; blocks where the socket blocks.</summary>
    /// <param name="socket">A connected Unix socket.</param>
    /// <param name="buffer">Takes the bytes.</param>
    /// <returns>Bytes and descriptors, close-on-exec and the caller's; no bytes at the end; null when nothing is there and the socket does not block.</returns>
    /// <error code="unix.peer.gone">The connection broke, or more descriptors came than fit (those that fitted are closed).</error>
    public static Result<ReceivedMessage?, LobsterError> Receive(SafeHandle socket, Span<byte> buffer)
    {
        var control = stackalloc byte[ControlBytes];
        fixed (byte* start = buffer)
        {
            var vector = new DataVector { Start = start, Length = (nuint)buffer.Length };
            var message = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = ControlBytes };
            nint received;
            do received = UnixSocketCalls.Receive((int)socket.DangerousGetHandle(), &message, CloseOnExec);
            while (received < 0 && Errno.LastNumber == Errno.Interrupted);
            if (received < 0 && Errno.LastNumber == Errno.Again) return default(ReceivedMessage);
            if (received < 0) return Errno.Last(UnixSocketErrors.PeerGone, "a message with descriptors");

            var result = new ReceivedMessage((int)received, Adopt(control, message.ControlLength));
            if ((message.Flags & ControlTruncated) == 0) return result;
            result.Dispose();
            return new LobsterError(UnixSocketErrors.PeerGone, "a message with more descriptors than were agreed");
        }
    }

    private static List<Fd> Adopt(byte* control, nuint length)
    {
        var adopted = new List<Fd>();
        for (nuint offset = 0; offset + (nuint)sizeof(ControlHeader) <= length;)
        {
            var header = (ControlHeader*)(control + offset);
            if (header->Length < (nuint)sizeof(ControlHeader) || offset + header->Length > length) break;
            if (header->Level == SocketLevel && header->Type == Rights)
            {
                var count = (header->Length - (nuint)sizeof(ControlHeader)) / sizeof(int);
                for (nuint i = 0; i < count; i++) adopted.Add(Fd.Adopt(((int*)(header + 1))[i]));
            }
            offset += Aligned(header->Length);
        }
        return adopted;
    }

    private static nuint Aligned(nuint length) => (length + 7) & ~(nuint)7;
}
