using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.UnixSockets;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

internal sealed partial class QmpConnection
{
    private async Task<UnitResult<LobsterError>> SendAsync(ReadOnlyMemory<byte> line, Fd? descriptor, TimeSpan longest, CancellationToken cancellationToken)
    {
        await sending.WaitAsync(cancellationToken);
        using var bound = new CancellationTokenSource(longest, clock);
        try
        {
            // Not the caller's token: half a line would spoil the next command. The line fits the socket's buffer unless QEMU hangs.
            if (descriptor is null) _ = await socket.SendAsync(line, SocketFlags.None, bound.Token);
            else if (DescriptorMessage.Send(socket.SafeHandle, line.Span, [descriptor]).TryGetError(out var error)) return Unsent(error);
            return UnitResult.Success<LobsterError>();
        }
        catch (OperationCanceledException)
        {
            Lose(NotTaken(longest));
            return NotTaken(longest);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The reader learns the same and says why.
            await reading;
            lock (gate) return lost!;
        }
        finally
        {
            _ = sending.Release();
        }
    }

    private LobsterError Unsent(LobsterError cause)
    {
        Lose(new LobsterError(QmpErrors.Lost, "QEMU's monitor takes no descriptor", Cause: cause));
        lock (gate) return lost!;
    }

    private static LobsterError NotTaken(TimeSpan longest) => new(QmpErrors.Late, $"QEMU took no command within {longest.TotalSeconds:0} s");
}
