using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Linux.Nftables;

/// <summary>Hears that tables of family inet were changed, in the network namespace in which it was opened, from that moment on.</summary>
public sealed class NftWatch : IDisposable
{
    // NFNLGRP_NFTABLES of linux/netfilter/nfnetlink.h is 7.
    private const uint NftablesGroup = 1 << 6;

    private readonly NetlinkGroup group;

    private NftWatch(NetlinkGroup group) => this.group = group;

    /// <summary>Opens the watch in the calling thread's network namespace.</summary>
    /// <error code="netlink.socket.failed">No socket could be had.</error>
    public static Result<NftWatch, LobsterError> Open() => NetlinkGroup.Join(NetlinkSocket.Netfilter, NftablesGroup).Map(group => new NftWatch(group));

    /// <summary>Calls back once for each transaction that changed anything of a table, until cancelled.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="changed">Takes the number of the generation that it made, see <see cref="NftReader.Generation"/>; must be quick.</param>
    /// <param name="lost">So much happened at once that the kernel dropped some of it.</param>
    /// <param name="cancellationToken">Ends the watch; it then returns.</param>
    public Task HearAsync(string table, Action<uint> changed, Action lost, CancellationToken cancellationToken)
    {
        // What a transaction changed is told first, piece by piece, and then that there is a new generation of the rules.
        var isTouched = false;
        return group.HearAsync(
            (type, payload) =>
            {
                if (type != NftAttribute.NewGeneration) isTouched |= IsOf(table, payload);
                else if (isTouched)
                {
                    isTouched = false;
                    changed(NftReader.GenerationIn(payload));
                }
            },
            lost,
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => group.Dispose();

    // Of tables, chains, rules, sets, elements and objects alike, the first attribute names the table.
    private static bool IsOf(string table, ReadOnlySpan<byte> payload)
    {
        if (payload is not [NftAttribute.InetFamily, ..]) return false;
        var attributes = NetfilterHeader.AttributesOf(payload);
        while (attributes.Next())
            if (attributes.Type == NftAttribute.TableName) return attributes.Text == table;
        return false;
    }
}
