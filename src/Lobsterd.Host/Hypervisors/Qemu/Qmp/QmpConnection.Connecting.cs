using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

internal sealed partial class QmpConnection
{
    /// <summary>Connects to a monitor, waits for its greeting and ends the negotiation.</summary>
    /// <remarks>The socket may be there before QEMU is: the connection waits in its queue, so nobody has to try again.</remarks>
    /// <param name="path">The monitor's Unix socket.</param>
    /// <param name="clock">Measures the bounds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <error code="qmp.connect.failed">Nothing listens there.</error>
    /// <error code="qmp.connection.lost">QEMU ended before it greeted.</error>
    /// <error code="qmp.reply.late">No greeting in its bound: QEMU hangs, or speaks to another client.</error>
    /// <error code="qmp.message.malformed">It is not a monitor.</error>
    internal static async Task<Result<QmpConnection, LobsterError>> ConnectAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var lines = new QmpLineReader(socket);
        using var bound = new CancellationTokenSource(QmpLimits.Greeting, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        QmpConnection? connection = null;
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), either.Token);
            if ((await GreetAsync(lines, either.Token)).TryGetError(out var error, out var version)) return error;

            var negotiating = new QmpConnection(socket, lines, version, clock);
            if ((await negotiating.ExecuteAsync(QmpCommands.Capabilities, either.Token)).TryGetError(out var refused))
            {
                await negotiating.DisposeAsync();
                return refused;
            }

            return connection = negotiating;
        }
        catch (SocketException e)
        {
            return new LobsterError(QmpErrors.ConnectFailed, $"{path}: nothing listens there ({e.SocketErrorCode})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LobsterError(QmpErrors.Late, $"QEMU's monitor did not greet within {QmpLimits.Greeting.TotalSeconds:0} s");
        }
        finally
        {
            if (connection is null) socket.Dispose();
        }
    }

    private static async Task<Result<QemuVersion, LobsterError>> GreetAsync(QmpLineReader lines, CancellationToken cancellationToken)
    {
        if ((await lines.ReadAsync(cancellationToken)).TryGetError(out var lost, out var line)) return lost;
        if (QmpDecoder.Decode(line.Span).TryGetError(out var error, out var first)) return error;
        return first is QmpIncoming.Greeting(var version)
            ? version
            : new LobsterError(QmpErrors.Malformed, "QEMU's monitor did not begin with its greeting");
    }
}
