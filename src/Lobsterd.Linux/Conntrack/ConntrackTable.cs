using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Linux.Conntrack;

/// <summary>The connections that the kernel tracks for the firewall (ctnetlink), in the network namespace in which it was opened. Callers take turns.</summary>
public sealed class ConntrackTable : IDisposable
{
    private readonly NetlinkSocket socket;
    private readonly Lock turn = new();

    private ConntrackTable(NetlinkSocket socket) => this.socket = socket;

    /// <summary>Opens a conversation in the calling thread's network namespace. Keep it: see <see cref="Nftables.NftReader"/>.</summary>
    /// <error code="netlink.socket.failed">No socket could be had.</error>
    public static Result<ConntrackTable, LobsterError> Open() =>
        NetlinkSocket.Open(NetlinkSocket.Netfilter).Map(socket => new ConntrackTable(socket));

    /// <summary>Forgets every connection that carries a mark, IPv4 and IPv6, in every zone. None is fine.</summary>
    /// <remarks>The kernel walks its own table in one call, 0.1 ms where it is nearly empty. A search by address would have to list the
    /// table instead, which takes a lock for each of its buckets: 10 ms, however few there are.</remarks>
    /// <param name="mark">The whole mark; never 0, which all unmarked connections carry.</param>
    /// <error code="netlink.request.denied">The process lacks CAP_NET_ADMIN.</error>
    /// <error code="netlink.request.refused">The kernel has no ctnetlink.</error>
    public UnitResult<LobsterError> ForgetMarked(uint mark)
    {
        ArgumentOutOfRangeException.ThrowIfZero(mark);
        var request = new NetlinkMessages();
        request.Begin(ConntrackAttribute.Delete, MessageFlags.Request | MessageFlags.Acknowledge, default(NetfilterHeader));
        request.AttributeBigEndian(ConntrackAttribute.Mark, mark);
        request.AttributeBigEndian(ConntrackAttribute.MarkMask, uint.MaxValue);
        request.End();
        lock (turn)
            return socket.Ask(request).TryGetError(out var error, out var answers) ? error
                : answers[0].Done ? UnitResult.Success<LobsterError>()
                : answers[0].ToError($"forget connections marked {mark:x8}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (turn) socket.Dispose();
    }
}
