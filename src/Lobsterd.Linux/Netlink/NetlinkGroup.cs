using System.Buffers;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Netlink;

/// <summary>Hears what the kernel tells everybody who has joined a group, in the network namespace in which it was opened, from that moment on.</summary>
internal sealed class NetlinkGroup : IDisposable
{
    private const int ReceiveBytes = 32 * 1024;

    private readonly Fd socket;

    private NetlinkGroup(Fd socket) => this.socket = socket;

    /// <summary>Joins groups in the calling thread's network namespace.</summary>
    /// <param name="protocol"><see cref="NetlinkSocket.Route"/> or <see cref="NetlinkSocket.Netfilter"/>.</param>
    /// <param name="groups">A bit for each group, the lowest for group 1.</param>
    /// <error code="netlink.socket.failed">No socket could be had, or the kernel has no such groups.</error>
    internal static unsafe Result<NetlinkGroup, LobsterError> Join(int protocol, uint groups)
    {
        var type = NetlinkSocket.Raw | OpenFlags.CloseOnExec | OpenFlags.NonBlocking;
        var socket = Fd.Adopt(NetlinkCalls.Socket(NetlinkSocket.Family, type, protocol));
        var address = new NetlinkAddress { Family = NetlinkSocket.Family, Groups = groups };
        if (!socket.IsInvalid && NetlinkCalls.Bind(socket.Number, &address, (uint)sizeof(NetlinkAddress)) == 0) return new NetlinkGroup(socket);
        var error = Errno.Last(NetlinkErrors.SocketFailed, $"groups of netlink protocol {protocol}");
        socket.Dispose();
        return error;
    }

    /// <summary>Calls back for each message, until cancelled, or until the socket breaks.</summary>
    /// <param name="told">Takes a message; must be quick.</param>
    /// <param name="lost">So much happened at once that the kernel dropped some of it.</param>
    /// <param name="cancellationToken">Ends it; it then returns.</param>
    internal async Task HearAsync(NetlinkHandler told, Action lost, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReceiveBytes);
        try
        {
            while (true)
            {
                switch (Receive(buffer, out var length))
                {
                    case 0:
                        Tell(buffer.AsSpan(0, length), told);
                        break;
                    case Errno.Again:
                        await ReadinessLoop.Shared.WaitReadableAsync(socket, cancellationToken);
                        break;
                    case Errno.NoBuffers:
                        lost();
                        break;
                    default:
                        return;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever cancels has heard enough.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private unsafe int Receive(byte[] buffer, out int length)
    {
        fixed (byte* start = buffer)
        {
            do length = (int)NetlinkCalls.Receive(socket.Number, start, (nuint)buffer.Length, 0);
            while (length < 0 && Errno.LastNumber == Errno.Interrupted);
            return length < 0 ? Errno.LastNumber : 0;
        }
    }

    private static void Tell(ReadOnlySpan<byte> datagram, NetlinkHandler told)
    {
        var messages = new NetlinkReader(datagram);
        while (messages.Next()) told(messages.Header.Type, messages.Payload);
    }
}
