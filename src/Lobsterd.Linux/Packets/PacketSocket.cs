using System.Buffers.Binary;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Packets;

/// <summary>Whole Ethernet frames of one EtherType on one interface (packet(7)), beneath IP and the firewall. Does not block.</summary>
public sealed class PacketSocket : IDisposable
{
    private const ushort PacketFamily = 17;
    private const int Raw = 3;

    private PacketSocket(Fd descriptor) => Descriptor = descriptor;

    /// <summary>Becomes readable when a frame has come; for whoever waits.</summary>
    public Fd Descriptor { get; }

    /// <summary>Opens a socket; frames that come from now on wait in it.</summary>
    /// <param name="interfaceIndex">Which interface, 1 or more.</param>
    /// <param name="etherType">Which frames.</param>
    /// <error code="packet.open.failed">There is no such interface, or we may not.</error>
    public static unsafe Result<PacketSocket, LobsterError> Open(int interfaceIndex, ushort etherType)
    {
        // Protocol 0 until it is bound: else frames of every interface would wait in it from here on.
        var socket = Fd.Adopt(PacketCalls.Socket(PacketFamily, Raw | OpenFlags.NonBlocking | OpenFlags.CloseOnExec, 0));
        var address = new LinkLayerAddress
        {
            Family = PacketFamily,
            Protocol = BinaryPrimitives.ReverseEndianness(etherType),
            InterfaceIndex = interfaceIndex,
        };
        if (!socket.IsInvalid && PacketCalls.Bind(socket.Number, &address, (uint)sizeof(LinkLayerAddress)) == 0) return new PacketSocket(socket);

        var error = Errno.Last(PacketErrors.OpenFailed, $"packet socket on interface {interfaceIndex}");
        socket.Dispose();
        return error;
    }

    /// <summary>Sends a frame.</summary>
    /// <param name="frame">From its destination address on.</param>
    /// <error code="packet.send.failed">The interface is down, or its queue is full.</error>
    public unsafe UnitResult<LobsterError> Send(ReadOnlySpan<byte> frame)
    {
        fixed (byte* start = frame)
            return PacketCalls.Write(Descriptor.Number, start, (nuint)frame.Length) < 0
                ? Errno.Last(PacketErrors.SendFailed, "packet socket")
                : UnitResult.Success<LobsterError>();
    }

    /// <summary>Takes a frame that has come.</summary>
    /// <param name="buffer">A longer frame is cut.</param>
    /// <returns>The frame's length; null when none waits.</returns>
    /// <error code="packet.receive.failed">The interface went down or is gone.</error>
    public unsafe Result<int?, LobsterError> Receive(Span<byte> buffer)
    {
        while (true)
        {
            nint count;
            fixed (byte* start = buffer) count = PacketCalls.Read(Descriptor.Number, start, (nuint)buffer.Length);
            if (count >= 0) return (int)count;
            if (Errno.LastNumber == Errno.Again) return default(int?);
            if (Errno.LastNumber != Errno.Interrupted) return Errno.Last(PacketErrors.ReceiveFailed, "packet socket");
        }
    }

    /// <summary>The next frame; waits until one comes.</summary>
    /// <param name="buffer">A longer frame is cut.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The frame's length in the buffer.</returns>
    /// <error code="packet.receive.failed">The interface went down or is gone.</error>
    public async ValueTask<Result<int, LobsterError>> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Receive(buffer.Span).TryGetError(out var error, out var length)) return error;
            if (length is { } found) return found;
            await ReadinessLoop.Shared.WaitReadableAsync(Descriptor, cancellationToken);
        }
    }

    /// <summary>Closes it, a little later: the kernel waits for all processors in the close of such a socket (packet_release), ten milliseconds and more, for which
    /// nobody has time who has just heard or sent what he waited for.</summary>
    public void Dispose() => SlowClose.Add(Descriptor);
}
