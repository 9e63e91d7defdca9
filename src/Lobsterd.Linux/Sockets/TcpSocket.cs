using System.Net;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Sockets;

/// <summary>TCP sockets that never block, for programs that wait by their own epoll; every socket is close-on-exec and sends without delay.</summary>
public static unsafe class TcpSocket
{
    private const int Stream = 1;

    private const int SocketLevel = 1;
    private const int ReuseAddress = 2;
    private const int PendingError = 4;
    private const int KeepsAlive = 9;
    private const int Linger = 13;
    private const int BindToDevice = 25;
    private const int TcpLevel = 6;
    private const int NoDelay = 1;
    private const int KeepAliveAfter = 4;
    private const int KeepAliveEvery = 5;
    private const int KeepAliveProbes = 6;
    private const int V6Level = 41;
    private const int V6Only = 26;

    private const int Sending = 1;
    // SIOCOUTQ, which is TIOCOUTQ of asm-generic/ioctls.h
    private const nuint BytesUnderWay = 0x5411;

    private const int ConnectionAborted = 103;
    private const int InProgress = 115;

    /// <summary>Opens a port.</summary>
    /// <param name="endPoint">Where; a link-local address carries its scope id. <c>[::]</c> takes IPv4 connections too.</param>
    /// <param name="backlog">How many connections may wait to be taken.</param>
    /// <error code="socket.listen.failed">The address is not ours, or is taken, or its family is switched off.</error>
    public static Result<Fd, LobsterError> Listen(IPEndPoint endPoint, int backlog)
    {
        var socket = Open(endPoint);
        var address = stackalloc byte[RawAddress.MostBytes];
        var length = RawAddress.Write(endPoint, new Span<byte>(address, RawAddress.MostBytes));
        if (!socket.IsInvalid
            && SetOption(socket, SocketLevel, ReuseAddress, 1)
            && (RawAddress.FamilyOf(endPoint) == RawAddress.FamilyV4 || SetOption(socket, V6Level, V6Only, 0))
            && SocketCalls.Bind(socket.Number, address, length) == 0
            && SocketCalls.Listen(socket.Number, backlog) == 0)
            return socket;

        var error = Errno.Last(SocketErrors.ListenFailed, $"listen on {endPoint}");
        socket.Dispose();
        return error;
    }

    /// <summary>Takes a waiting connection.</summary>
    /// <returns>The connection; null when none waits.</returns>
    /// <error code="socket.accept.failed">The kernel refused, mostly for want of descriptors.</error>
    public static Result<Accepted?, LobsterError> Accept(Fd listener)
    {
        var address = stackalloc byte[RawAddress.MostBytes];
        while (true)
        {
            uint length = RawAddress.MostBytes;
            var taken = Fd.Adopt(SocketCalls.Accept(listener.Number, address, &length, OpenFlags.NonBlocking | OpenFlags.CloseOnExec));
            if (!taken.IsInvalid)
            {
                // A connection that is gone already refuses the option; its first read will say so.
                _ = SetOption(taken, TcpLevel, NoDelay, 1);
                return new Accepted(taken, RawAddress.Read(new ReadOnlySpan<byte>(address, RawAddress.MostBytes)));
            }

            var number = Errno.LastNumber;
            if (number == Errno.Again) return default(Accepted?);
            if (number is not (Errno.Interrupted or ConnectionAborted)) return Errno.Of(number, SocketErrors.AcceptFailed, "accept");
        }
    }

    /// <summary>Begins a connection; once the socket is writable, <see cref="Outcome"/> tells what came of it.</summary>
    /// <error code="socket.connect.failed">It failed at once: nobody listens there, or there is no way.</error>
    public static Result<Fd, LobsterError> Connect(IPEndPoint endPoint) => Connect(endPoint, new TcpConnectOptions());

    /// <inheritdoc cref="Connect(IPEndPoint)"/>
    /// <param name="endPoint">With whom.</param>
    /// <param name="options">How it shall behave.</param>
    public static Result<Fd, LobsterError> Connect(IPEndPoint endPoint, TcpConnectOptions options)
    {
        var socket = Open(endPoint);
        var address = stackalloc byte[RawAddress.MostBytes];
        var length = RawAddress.Write(endPoint, new Span<byte>(address, RawAddress.MostBytes));
        if (!socket.IsInvalid
            && SetOption(socket, TcpLevel, NoDelay, 1)
            && Set(socket, options)
            && (SocketCalls.Connect(socket.Number, address, length) == 0 || Errno.LastNumber == InProgress))
            return socket;

        var error = Errno.Last(SocketErrors.ConnectFailed, $"connect to {endPoint}");
        socket.Dispose();
        return error;
    }

    /// <summary>What came of a connection that was begun; ask once the socket is writable.</summary>
    /// <error code="socket.connect.failed">Nobody took it.</error>
    public static UnitResult<LobsterError> Outcome(Fd socket)
    {
        int pending;
        uint length = sizeof(int);
        if (SocketCalls.GetOption(socket.Number, SocketLevel, PendingError, &pending, &length) < 0)
            return Errno.Last(SocketErrors.ConnectFailed, "connect");
        return pending == 0 ? UnitResult.Success<LobsterError>() : Errno.Of(pending, SocketErrors.ConnectFailed, "connect");
    }

    /// <summary>Tells the peer that nothing more will come, behind all that was written; reading goes on. Nothing to do on a connection that is gone.</summary>
    public static void EndSending(Fd socket) => _ = SocketCalls.Shutdown(socket.Number, Sending);

    /// <summary>How many written bytes the peer's kernel has not taken yet, the end counted as one; 0 on a connection that is gone.</summary>
    public static int UnderWay(Fd socket)
    {
        int bytes;
        return SocketCalls.Ask(socket.Number, BytesUnderWay, &bytes) < 0 ? 0 : bytes;
    }

    /// <summary>The address that a socket is bound to; tells the port where 0 was asked for.</summary>
    /// <error code="socket.listen.failed">It is no socket.</error>
    public static Result<IPEndPoint, LobsterError> LocalEndPoint(Fd socket)
    {
        var address = stackalloc byte[RawAddress.MostBytes];
        uint length = RawAddress.MostBytes;
        if (SocketCalls.GetName(socket.Number, address, &length) < 0) return Errno.Last(SocketErrors.ListenFailed, "socket name");
        return RawAddress.Read(new ReadOnlySpan<byte>(address, RawAddress.MostBytes));
    }

    private static Fd Open(IPEndPoint endPoint) =>
        Fd.Adopt(SocketCalls.Socket(RawAddress.FamilyOf(endPoint), Stream | OpenFlags.NonBlocking | OpenFlags.CloseOnExec, 0));

    private static bool Set(Fd socket, TcpConnectOptions options)
    {
        if (options.Interface is { } name && !SetOption(socket, SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(name))) return false;

        // struct linger: on, and no second to send what is left.
        if (options.ResetsOnClose && !SetOption(socket, SocketLevel, Linger, [1, 0, 0, 0, 0, 0, 0, 0])) return false;
        return options.KeepAlive is not { } probed
            || (SetOption(socket, SocketLevel, KeepsAlive, 1)
                && SetOption(socket, TcpLevel, KeepAliveAfter, probed.AfterSeconds)
                && SetOption(socket, TcpLevel, KeepAliveEvery, probed.EverySeconds)
                && SetOption(socket, TcpLevel, KeepAliveProbes, probed.Probes));
    }

    private static bool SetOption(Fd socket, int level, int option, ReadOnlySpan<byte> value)
    {
        fixed (byte* first = value) return SocketCalls.SetOption(socket.Number, level, option, first, (uint)value.Length) == 0;
    }

    private static bool SetOption(Fd socket, int level, int option, int value) =>
        SocketCalls.SetOption(socket.Number, level, option, &value, sizeof(int)) == 0;
}
