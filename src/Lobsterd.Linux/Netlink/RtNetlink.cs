using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Netlink;

/// <summary>Interfaces, addresses, neighbours and routes of the network namespace in which it was opened (rtnetlink(7)).</summary>
/// <remarks>For one thread at a time. Calls return when the kernel has finished; removing an interface takes it some milliseconds.</remarks>
public sealed class RtNetlink : IDisposable
{
    private readonly NetlinkSocket socket;

    private RtNetlink(NetlinkSocket socket) => this.socket = socket;

    /// <summary>Opens a conversation in the calling thread's network namespace.</summary>
    /// <error code="netlink.socket.failed">No socket could be had.</error>
    public static Result<RtNetlink, LobsterError> Open() => NetlinkSocket.Open(NetlinkSocket.Route).Map(socket => new RtNetlink(socket));

    /// <summary>The number of an interface, for scope ids; asked anew each time, as names come and go.</summary>
    /// <error code="netlink.request.missing">No interface has that name.</error>
    public static Result<int, LobsterError> IndexOf(string name)
    {
        var index = NetlinkCalls.IndexOf(name);
        return index != 0 ? (int)index : Errno.Last(NetlinkErrors.Of(Errno.LastNumber), name);
    }

    /// <summary>The name of an interface; null when there is no such interface any more.</summary>
    public static unsafe string? NameOf(int index)
    {
        const int LongestName = 16;    // IF_NAMESIZE
        var name = stackalloc byte[LongestName];
        return NetlinkCalls.NameOf((uint)index, name) == 0 ? null : Marshal.PtrToStringUTF8((nint)name);
    }

    /// <summary>Applies changes in their order. All are tried; the first refusal that matters is the error.</summary>
    /// <param name="batch">At most 100 changes.</param>
    /// <error code="netlink.request.denied">The process lacks CAP_NET_ADMIN.</error>
    /// <error code="netlink.request.missing">What was to be changed or removed does not exist.</error>
    /// <error code="netlink.request.exists">It is in use or there already.</error>
    /// <error code="netlink.request.refused">The kernel refused for another reason.</error>
    public UnitResult<LobsterError> Apply(RtBatch batch)
    {
        if (batch.Count == 0) return UnitResult.Success<LobsterError>();
        if (socket.Ask(batch.Messages).TryGetError(out var error, out var answers)) return error;
        for (var i = 0; i < answers.Length; i++)
        {
            var (subject, missingIsFine) = batch.Describe(i);
            if (answers[i].Done || (missingIsFine && NetlinkErrors.Of(answers[i].Number) == NetlinkErrors.Missing)) continue;
            return answers[i].ToError(subject);
        }
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>One interface by its name, with its settings; null when there is none.</summary>
    /// <error code="netlink.request.refused">The kernel refused to tell.</error>
    public Result<Link?, LobsterError> FindLink(string name)
    {
        var request = new NetlinkMessages();
        request.Begin(MessageType.GetLink, MessageFlags.Request | MessageFlags.Acknowledge, default(LinkHeader));
        request.Attribute(LinkAttribute.Name, name);
        request.Attribute(LinkAttribute.Mask, LinkAttribute.SkipStatistics);
        request.End();
        Link? found = null;
        if (socket.Ask(request, (type, payload) => found = type == MessageType.NewLink ? LinkReader.Read(payload, withSettings: true) : found)
            .TryGetError(out var error, out var answers))
            return error;
        return answers[0].Done || NetlinkErrors.Of(answers[0].Number) == NetlinkErrors.Missing ? found : answers[0].ToError(name);
    }

    /// <summary>All interfaces, or those of one kind.</summary>
    /// <param name="kind">What drives them, e.g. <c>tun</c>; null for all.</param>
    /// <param name="withCounters">Whether to tell what has passed them, too.</param>
    /// <error code="netlink.request.refused">The kernel refused to tell.</error>
    public Result<IReadOnlyList<Link>, LobsterError> ListLinks(string? kind = null, bool withCounters = false)
    {
        var request = new NetlinkMessages();
        request.Begin(MessageType.GetLink, MessageFlags.Request | MessageFlags.Dump, default(LinkHeader));
        if (!withCounters) request.Attribute(LinkAttribute.Mask, LinkAttribute.SkipStatistics);
        if (kind is not null)
        {
            var info = request.BeginNested(LinkAttribute.Info);
            request.Attribute(LinkAttribute.InfoKind, kind);
            request.EndNested(info);
        }
        request.End();
        return socket.Dump(request, "interfaces", MessageType.NewLink, LinkReader.Read)
            // A kernel that knows no such filter tells all.
            .Map(links => kind is null ? links : [.. links.Where(link => link.Kind == kind)]);
    }

    /// <summary>The addresses of one interface, IPv4 and IPv6.</summary>
    /// <error code="netlink.request.refused">The kernel refused to tell.</error>
    public Result<IReadOnlyList<LinkAddress>, LobsterError> ListAddresses(int linkIndex)
    {
        var request = new NetlinkMessages();
        request.Begin(MessageType.GetAddress, MessageFlags.Request | MessageFlags.Dump, new AddressHeader { Index = linkIndex });
        request.End();
        return socket.Dump(request, $"addresses of link {linkIndex}", MessageType.NewAddress, LinkAddressReader.Read)
            .Map(IReadOnlyList<LinkAddress> (addresses) => [.. addresses.Where(address => address.LinkIndex == linkIndex)]);
    }

    /// <summary>The neighbours of one interface that never age, IPv4 and IPv6.</summary>
    /// <error code="netlink.request.refused">The kernel refused to tell.</error>
    public Result<IReadOnlyList<Neighbour>, LobsterError> ListNeighbours(int linkIndex)
    {
        var request = new NetlinkMessages();
        request.Begin(MessageType.GetNeighbour, MessageFlags.Request | MessageFlags.Dump, default(NeighbourHeader));
        request.Attribute(NeighbourAttribute.LinkIndex, (uint)linkIndex);
        request.End();
        return socket.Dump(request, $"neighbours of link {linkIndex}", MessageType.NewNeighbour, NeighbourReader.Read)
            .Map(IReadOnlyList<Neighbour> (neighbours) => [.. neighbours.Where(neighbour => neighbour.LinkIndex == linkIndex)]);
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}
