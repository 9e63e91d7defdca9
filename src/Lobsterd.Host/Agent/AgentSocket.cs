using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Sockets;

namespace Lobsterd.Host.Agent;

/// <summary>Opens TCP connections to agents, so that a VM that vanishes is noticed and leaves nothing in the host's kernel.</summary>
internal static class AgentSocket
{
    private const int KeepAliveAfterSeconds = 15;
    private const int KeepAliveEverySeconds = 5;
    private const int KeepAliveProbes = 3;

    /// <summary>Connects a fresh socket; takes it over, whatever comes of it.</summary>
    /// <returns>The stream, or <see cref="AgentLapse.PortClosed"/> or <see cref="AgentLapse.NoRoute"/>.</returns>
    internal static async Task<Result<Stream, AgentLapse>> ConnectAsync(Socket socket, EndPoint endpoint, CancellationToken cancellationToken)
    {
        var isConnected = false;
        try
        {
            Prepare(socket);
            await socket.ConnectAsync(endpoint, cancellationToken);
            isConnected = true;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode is SocketError.ConnectionRefused ? AgentLapse.PortClosed : AgentLapse.NoRoute;
        }
        finally
        {
            if (!isConnected) socket.Dispose();
        }
    }

    /// <summary>Connects a fresh socket that can be told to be patient.</summary>
    /// <param name="endpoint">With whom.</param>
    /// <param name="through">The interface that it must be bound to; null where the address says it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The stream, or <see cref="AgentLapse.PortClosed"/> or <see cref="AgentLapse.NoRoute"/>.</returns>
    internal static async Task<Result<Stream, AgentLapse>> ConnectPatientlyAsync(IPEndPoint endpoint, string? through, CancellationToken cancellationToken)
    {
        var options = new TcpConnectOptions
        {
            Interface = through,
            KeepAlive = new TcpKeepAlive(KeepAliveAfterSeconds, KeepAliveEverySeconds, KeepAliveProbes),
            ResetsOnClose = true,
        };
        if (!TcpSocket.Connect(endpoint, options).TryGetValue(out var socket)) return AgentLapse.NoRoute;
        var isConnected = false;
        try
        {
            await ReadinessLoop.Shared.WaitWritableAsync(socket, cancellationToken);
            isConnected = TcpSocket.Outcome(socket).IsSuccess;
            return isConnected ? new PatientStream(socket) : AgentLapse.PortClosed;
        }
        catch (IOException)
        {
            return AgentLapse.NoRoute;
        }
        finally
        {
            if (!isConnected) socket.Dispose();
        }
    }

    private static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        // Streams may be silent for ever, but only while the VM is there: a killed one sends no goodbye.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveAfterSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveEverySeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
        // Closing resets: whatever was to be read has been read by then, and an orphan would be resent to a TAP that may soon be another's.
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
    }
}
