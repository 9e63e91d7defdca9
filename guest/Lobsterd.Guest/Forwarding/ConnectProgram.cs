using System.Globalization;
using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Streams;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Sockets;
using StandardStream = Lobsterd.Guest.Output.StandardStream;

namespace Lobsterd.Guest.Forwarding;

/// <summary><c>lobsterd-guest connect PORT</c>: one connection to a port of this machine, over standard input and output. The agent runs it as any other
/// command; so the port may be one that listens on the loopback alone, and the host's wall needs no further hole.</summary>
internal static class ConnectProgram
{
    /// <summary>The program's first word.</summary>
    internal const string Word = "connect";

    internal const string Usage = $"lobsterd-guest {Word} PORT";

    /// <summary>The exit code where nobody listens.</summary>
    internal const int Refused = 3;

    private const int BufferBytes = 32 << 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs it.</summary>
    /// <returns>The exit code; a fault is told on standard error.</returns>
    internal static int Run(IReadOnlyList<string> words)
    {
        if (words is not [var text] || !ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            StandardStream.Complain($"usage: {Usage}");
            return 2;
        }

        if (EventLoop.Create(exception => StandardStream.Complain($"bug: {exception}")).TryGetError(out var noLoop, out var loop))
        {
            StandardStream.Complain(noLoop.FullMessage);
            return 1;
        }

        using (loop) return loop.Run(() => CarryAsync(loop, port));
    }

    private static async Task<int> CarryAsync(EventLoop loop, int port)
    {
        LobsterError? refusal = null;
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            if ((await ConnectAsync(loop, new IPEndPoint(address, port))).TryGetError(out var error, out var socket)) refusal ??= error;
            else return await CarryAsync(loop, socket);
        }

        StandardStream.Complain(refusal!.FullMessage);
        return Refused;
    }

    private static async Task<Result<Fd, LobsterError>> ConnectAsync(EventLoop loop, IPEndPoint endPoint)
    {
        if (TcpSocket.Connect(endPoint).TryGetError(out var error, out var socket)) return error;
        if (!loop.Watch(socket).TryGetError(out error, out var watch))
        {
            using (watch)
            using (var deadline = new CancellationTokenSource(Patience, loop.Clock))
            {
                try
                {
                    await watch.WaitWritableAsync(deadline.Token);
                    if (!TcpSocket.Outcome(socket).TryGetError(out error)) return socket;
                }
                catch (OperationCanceledException)
                {
                    error = new LobsterError(SocketErrors.ConnectFailed, $"port {endPoint.Port} took no connection within {Patience.TotalSeconds:0} s");
                }
            }
        }

        socket.Dispose();
        return error;
    }

    private static async Task<int> CarryAsync(EventLoop loop, Fd socket)
    {
        if (DescriptorStream.Adopt(loop, socket).TryGetError(out var error, out var connection)
            || DescriptorStream.Adopt(loop, Fd.Adopt(0)).TryGetError(out error, out var input)
            || DescriptorStream.Adopt(loop, Fd.Adopt(1)).TryGetError(out error, out var output))
        {
            StandardStream.Complain(error.FullMessage);
            return 1;
        }

        using var over = new CancellationTokenSource();
        using (connection)
        using (input)
        using (output)
        {
            var up = UpAsync(input, connection, socket, over.Token);
            await PumpAsync(connection, output, over.Token);

            // What the peer ended is over both ways: nobody could tell the client of half an end. Not CancelAsync, which would go through the thread pool.
#pragma warning disable VSTHRD103 // see above
            over.Cancel();
#pragma warning restore VSTHRD103
            await up;
        }

        return 0;
    }

    private static async Task UpAsync(IByteStream input, IByteStream connection, Fd socket, CancellationToken cancellationToken)
    {
        await PumpAsync(input, connection, cancellationToken);
        if (!socket.IsClosed) TcpSocket.EndSending(socket);
    }

    private static async Task PumpAsync(IByteStream from, IByteStream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (!cancellationToken.IsCancellationRequested && await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
                if (!await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken)) return;
        }
        catch (OperationCanceledException)
        {
        }
    }
}
