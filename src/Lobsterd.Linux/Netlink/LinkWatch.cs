using System.Buffers;
using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Netlink;

/// <summary>Hears which interfaces vanish from the network namespace in which it was opened, from that moment on.</summary>
/// <remarks>The kernel tells it as soon as the name is free, long before the request that removed the interface is answered.</remarks>
public sealed class LinkWatch : IDisposable
{
    private const uint LinkGroup = 1;
    private const int ReceiveBytes = 32 * 1024;

    private readonly Fd socket;

    private LinkWatch(Fd socket) => this.socket = socket;

    /// <summary>Opens the watch in the calling thread's network namespace.</summary>
    /// <error code="netlink.socket.failed">No socket could be had.</error>
    public static unsafe Result<LinkWatch, LobsterError> Open()
    {
        var type = NetlinkSocket.Raw | OpenFlags.CloseOnExec | OpenFlags.NonBlocking;
        var socket = Fd.Adopt(NetlinkCalls.Socket(NetlinkSocket.Family, type, NetlinkSocket.Route));
        var address = new NetlinkAddress { Family = NetlinkSocket.Family, Groups = LinkGroup };
        if (!socket.IsInvalid && NetlinkCalls.Bind(socket.Number, &address, (uint)sizeof(NetlinkAddress)) == 0) return new LinkWatch(socket);
        var error = Errno.Last(NetlinkErrors.SocketFailed, "watch of interfaces");
        socket.Dispose();
        return error;
    }

    /// <summary>Calls back for each interface that vanishes, until cancelled, or until so much happened at once that the kernel dropped some of it.</summary>
    /// <param name="vanished">Takes the interface's number; must be quick.</param>
    /// <param name="cancellationToken">Ends the watch; it then returns.</param>
    public async Task HearAsync(Action<int> vanished, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReceiveBytes);
        try
        {
            while (true)
            {
                if (socket.Read(buffer).TryGetError(out _, out var length)) return;
                if (length is { } received) Tell(buffer.AsSpan(0, received), vanished);
                else await ReadinessLoop.Shared.WaitReadableAsync(socket, cancellationToken);
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

    private static void Tell(ReadOnlySpan<byte> datagram, Action<int> vanished)
    {
        var messages = new NetlinkReader(datagram);
        while (messages.Next())
            // Other families mean that the interface left a bridge, not that it vanished.
            if (messages.Header.Type == MessageType.DeleteLink
                && MemoryMarshal.TryRead<LinkHeader>(messages.Payload, out var link) && link.Family == 0)
                vanished(link.Index);
    }
}
