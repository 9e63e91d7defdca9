using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.UnixSockets;

namespace Lobsterd.Host.Hypervisors.Firecracker.Api;

/// <summary>A socket in a jail. Its path on the host may be longer than the 107 bytes that a socket's address holds, so it is reached by a descriptor.</summary>
/// <param name="path">On the host.</param>
internal sealed class ApiSocket(string path)
{
    /// <summary>Waits until the socket is there; what listens may still take a moment to answer.</summary>
    /// <param name="ended">Completes when nobody will open it any more.</param>
    /// <param name="clock">Measures the bound.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <error code="firecracker.connect.failed">It is not there in its bound, or whoever should open it has ended.</error>
    internal async Task<UnitResult<LobsterError>> WaitAsync(Task ended, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (!await IsOpenAsync(cancellationToken))
        {
            if (ended.IsCompleted) return new LobsterError(ApiErrors.ConnectFailed, "Firecracker ended before its API was open");
            if (clock.GetElapsedTime(started) > ApiLimits.Opening) return new LobsterError(ApiErrors.ConnectFailed, $"its API is not open after {ApiLimits.Opening.TotalSeconds:0} s");
            await Task.Delay(ApiLimits.Look, clock, cancellationToken);
        }

        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Connects to the socket itself: its name and its folder are the VMM's to change, and a link would lead our requests to a neighbour's VMM, or
    /// to any other socket of the host.</summary>
    /// <exception cref="SocketException">Nothing listens there, or it is no socket.</exception>
    internal async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        if (Find().TryGetError(out _, out var place)) throw new SocketException((int)SocketError.AddressNotAvailable);
        using (place) return await UnixConnection.OpenAsync($"/proc/self/fd/{place.Number}", cancellationToken);
    }

    private Result<Fd, LobsterError> Find()
    {
        const int Itself = OpenFlags.PathOnly | OpenFlags.NoFollow;
        if (Fd.Open(Path.GetDirectoryName(path)!, Itself | OpenFlags.Directory).TryGetError(out var error, out var folder)) return error;
        using (folder)
        {
            if (Fd.Open($"/proc/self/fd/{folder.Number}/{Path.GetFileName(path)}", Itself).TryGetError(out error, out var place)) return error;
            if (FileStat.Of(place).TryGetValue(out var stat) && stat.Type == FileKind.Socket) return place;
            place.Dispose();
            return new LobsterError(ApiErrors.ConnectFailed, $"{path} is no socket");
        }
    }

    // Bound before it listens: only a connection tells.
    private async Task<bool> IsOpenAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using var probe = await ConnectAsync(cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
