using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Netlink;

/// <summary>Hears what becomes of addresses, neighbours and settings of the interfaces of the network namespace in which it was opened, from that moment on.</summary>
/// <remarks>What becomes of the interfaces themselves is told by <see cref="LinkWatch"/>; an address that comes is no news.</remarks>
public sealed class InterfaceWatch : IDisposable
{
    // Groups 3, 5, 9, 24 and 25 of linux/rtnetlink.h: neighbours, addresses and settings, of IPv4 and of IPv6.
    private const uint Groups = (1 << 2) | (1 << 4) | (1 << 8) | (1 << 23) | (1 << 24);

    private readonly NetlinkGroup group;

    private InterfaceWatch(NetlinkGroup group) => this.group = group;

    /// <summary>Opens the watch in the calling thread's network namespace.</summary>
    /// <error code="netlink.socket.failed">No socket could be had.</error>
    public static Result<InterfaceWatch, LobsterError> Open() => NetlinkGroup.Join(NetlinkSocket.Route, Groups).Map(group => new InterfaceWatch(group));

    /// <summary>Calls back for each piece of news, until cancelled.</summary>
    /// <param name="told">Takes it; must be quick.</param>
    /// <param name="lost">So much happened at once that the kernel dropped some of it.</param>
    /// <param name="cancellationToken">Ends the watch; it then returns.</param>
    public Task HearAsync(Action<InterfaceNews> told, Action lost, CancellationToken cancellationToken) => group.HearAsync(
        (type, payload) =>
        {
            if (Read(type, payload) is { } news) told(news);
        },
        lost,
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => group.Dispose();

    private static InterfaceNews? Read(ushort type, ReadOnlySpan<byte> payload) => type switch
    {
        MessageType.DeleteAddress => LinkAddressReader.Read(payload) is { } gone ? new InterfaceNews.AddressGone(gone.LinkIndex, gone.Address) : null,
        MessageType.NewNeighbour => NeighbourReader.ReadChange(payload),
        MessageType.DeleteNeighbour => NeighbourReader.ReadChange(payload) is { } forgotten ? forgotten with { Permanent = null } : null,
        MessageType.NewSettings => SettingsOf(payload),
        _ => null,
    };

    // struct netconfmsg of linux/netconf.h is one byte, and attributes begin at the next word.
    private static InterfaceNews.SettingChanged? SettingsOf(ReadOnlySpan<byte> payload)
    {
        const ushort Index = 1;
        const int HeaderBytes = 4;
        if (payload.Length < HeaderBytes) return null;
        var attributes = new AttributeReader(payload[HeaderBytes..]);
        while (attributes.Next())
            if (attributes.Type == Index) return new InterfaceNews.SettingChanged((int)attributes.Number);
        return null;
    }
}
