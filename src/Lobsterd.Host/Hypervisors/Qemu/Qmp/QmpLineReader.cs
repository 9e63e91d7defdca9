using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>Cuts a monitor's bytes into lines, none longer than <see cref="QmpLimits.LongestLine"/>. One reader at a time.</summary>
internal sealed class QmpLineReader(Socket socket)
{
    private byte[] buffer = new byte[4096];
    private int start;
    private int end;

    /// <summary>Waits for the next line.</summary>
    /// <returns>The line without its line feed; valid until the next call.</returns>
    /// <error code="qmp.connection.lost">The other side is gone.</error>
    /// <error code="qmp.message.malformed">The line is too long.</error>
    internal async ValueTask<Result<ReadOnlyMemory<byte>, LobsterError>> ReadAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var length = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                ReadOnlyMemory<byte> line = buffer.AsMemory(start, searched + length);
                start += searched + length + 1;
                return line;
            }

            searched = end - start;
            if (searched >= QmpLimits.LongestLine)
                return new LobsterError(QmpErrors.Malformed, $"QEMU's monitor sent a line longer than {QmpLimits.LongestLine} bytes");

            MakeRoom();
            if ((await ReceiveAsync(cancellationToken)).TryGetError(out var error, out var received)) return error;
            end += received;
        }
    }

    private void MakeRoom()
    {
        if (end < buffer.Length) return;
        var larger = start > 0 ? buffer : new byte[Math.Min(buffer.Length * 2, QmpLimits.LongestLine)];
        buffer.AsSpan(start, end - start).CopyTo(larger);
        (buffer, start, end) = (larger, 0, end - start);
    }

    private async ValueTask<Result<int, LobsterError>> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(end), SocketFlags.None, cancellationToken);
            return received > 0 ? received : new LobsterError(QmpErrors.Lost, "QEMU closed its monitor");
        }
        catch (SocketException e)
        {
            return new LobsterError(QmpErrors.Lost, $"QEMU's monitor is gone ({e.SocketErrorCode})");
        }
        catch (ObjectDisposedException)
        {
            return new LobsterError(QmpErrors.Lost, "the connection to QEMU's monitor was closed");
        }
    }
}
