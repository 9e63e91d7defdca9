using System.Buffers;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Netlink;

/// <summary>One netlink conversation: requests go out, and the kernel has carried them out when <c>send</c> returns. For one thread at a time.</summary>
internal sealed class NetlinkSocket : IDisposable
{
    internal const int Route = 0;
    internal const int Netfilter = 12;

    internal const ushort Family = 16;
    internal const int Raw = 3;

    private const int OptionLevel = 270;
    private const int CapAcknowledgements = 10;
    private const int ExtendedAcknowledgements = 11;
    private const int StrictChecks = 12;
    private const int ReceiveBytes = 64 * 1024;
    private const int DumpAttempts = 5;

    private readonly Fd socket;
    private readonly byte[] received = ArrayPool<byte>.Shared.Rent(ReceiveBytes);
    private bool disposed;

    private NetlinkSocket(Fd socket) => this.socket = socket;

    /// <summary>Opens a socket in the calling thread's network namespace.</summary>
    /// <param name="protocol"><see cref="Route"/> or <see cref="Netfilter"/>.</param>
    internal static Result<NetlinkSocket, LobsterError> Open(int protocol)
    {
        var socket = Fd.Adopt(NetlinkCalls.Socket(Family, Raw | OpenFlags.CloseOnExec, protocol));
        if (socket.IsInvalid) return Errno.Last(NetlinkErrors.SocketFailed, $"netlink protocol {protocol}");
        // Courtesies, each younger than netlink: without them refusals say less and dumps say more, nothing else.
        Enable(socket, CapAcknowledgements);
        Enable(socket, ExtendedAcknowledgements);
        Enable(socket, StrictChecks);
        return new NetlinkSocket(socket);
    }

    /// <summary>Sends requests and reads all their answers. Each request asks for an acknowledgement or is a dump.</summary>
    /// <param name="requests">At least one; few enough that their acknowledgements fit the socket's buffer (100 do).</param>
    /// <param name="handler">Takes what comes besides acknowledgements.</param>
    /// <returns>One answer for each request, in their order.</returns>
    /// <error code="netlink.socket.failed">The socket broke.</error>
    /// <error code="netlink.reply.malformed">The kernel's answer is not netlink.</error>
    internal Result<NetlinkAnswer[], LobsterError> Ask(NetlinkMessages requests, NetlinkHandler? handler = null)
    {
        if (Send(requests.Bytes).TryGetError(out var error)) return error;
        var answers = new NetlinkAnswer[requests.Count];
        var interrupted = false;
        for (var open = answers.Length; open > 0;)
        {
            if (Receive().TryGetError(out error, out var length)) return error;
            var messages = new NetlinkReader(received.AsSpan(0, length));
            var any = false;
            while (messages.Next())
            {
                any = true;
                interrupted |= (messages.Header.Flags & MessageFlags.DumpInterrupted) != 0;
                if (messages.Header.Type is not (MessageType.Error or MessageType.Done))
                {
                    handler?.Invoke(messages.Header.Type, messages.Payload);
                    continue;
                }
                var request = (int)messages.Header.Sequence - 1;
                if (request < 0 || request >= answers.Length) return Malformed();
                answers[request] = NetlinkAnswer.Read(messages.Header, messages.Payload, interrupted);
                open--;
            }
            if (!any) return Malformed();
        }
        return answers;
    }

    /// <summary>Asks for a listing and reads it, once more when the tables changed under the kernel's hand.</summary>
    /// <param name="request">One request with <see cref="MessageFlags.Dump"/>.</param>
    /// <param name="subject">What is listed, for errors.</param>
    /// <param name="type">The messages to read; others are passed over.</param>
    /// <param name="read">Reads one; null passes it over.</param>
    /// <error code="netlink.request.refused">The kernel refused to tell; other codes by its errno.</error>
    internal Result<IReadOnlyList<T>, LobsterError> Dump<T>(NetlinkMessages request, string subject, ushort type, PayloadReader<T> read)
        where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            var found = new List<T>();
            var asked = Ask(request, (messageType, payload) =>
            {
                if (messageType == type && read(payload) is { } entry) found.Add(entry);
            });
            if (asked.TryGetError(out var error, out var answers)) return error;
            if (!answers[0].Done) return answers[0].ToError(subject);
            // Where changes never stop, the last reading is as good as any.
            if (!answers[0].Interrupted || attempt == DumpAttempts) return found;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        socket.Dispose();
        ArrayPool<byte>.Shared.Return(received);
    }

    private static unsafe void Enable(Fd socket, int option)
    {
        var on = 1;
        _ = NetlinkCalls.SetOption(socket.Number, OptionLevel, option, &on, sizeof(int));
    }

    private static LobsterError Malformed() => new(NetlinkErrors.Malformed, "the kernel's answer is not netlink");

    private unsafe UnitResult<LobsterError> Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            while (NetlinkCalls.Send(socket.Number, start, (nuint)bytes.Length, 0) < 0)
                if (Errno.LastNumber != Errno.Interrupted)
                    return Errno.Last(NetlinkErrors.SocketFailed, "netlink send");
        }
        return UnitResult.Success<LobsterError>();
    }

    private unsafe Result<int, LobsterError> Receive()
    {
        fixed (byte* start = received)
        {
            while (true)
            {
                var length = NetlinkCalls.Receive(socket.Number, start, (nuint)received.Length, 0);
                if (length >= 0) return (int)length;
                if (Errno.LastNumber != Errno.Interrupted) return Errno.Last(NetlinkErrors.SocketFailed, "netlink receive");
            }
        }
    }
}
