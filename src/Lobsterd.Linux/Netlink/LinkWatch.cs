using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Netlink;

/// <summary>Hears what becomes of the interfaces of the network namespace in which it was opened, from that moment on.</summary>
/// <remarks>The kernel tells of one that vanishes as soon as its name is free, long before the request that removed it is answered.</remarks>
public sealed class LinkWatch : IDisposable
{
    private const uint LinkGroup = 1;

    private readonly NetlinkGroup group;

    private LinkWatch(NetlinkGroup group) => this.group = group;

    /// <summary>Opens the watch in the calling thread's network namespace.</summary>
    /// <error code="netlink.socket.failed">No socket could be had.</error>
    public static Result<LinkWatch, LobsterError> Open() => NetlinkGroup.Join(NetlinkSocket.Route, LinkGroup).Map(group => new LinkWatch(group));

    /// <summary>Calls back for each interface that is new, changes or vanishes, until cancelled.</summary>
    /// <param name="changed">Takes the interface as it is now; must be quick.</param>
    /// <param name="vanished">Takes the interface as it was; must be quick.</param>
    /// <param name="lost">So much happened at once that the kernel dropped some of it.</param>
    /// <param name="cancellationToken">Ends the watch; it then returns.</param>
    public Task HearAsync(Action<Link> changed, Action<Link> vanished, Action lost, CancellationToken cancellationToken) => group.HearAsync(
        (type, payload) =>
        {
            // Other families mean that the interface joined or left a bridge.
            if (type is not (MessageType.NewLink or MessageType.DeleteLink) || payload is not [0, ..] || LinkReader.Read(payload) is not { } link) return;
            if (type == MessageType.NewLink) changed(link);
            else vanished(link);
        },
        lost,
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => group.Dispose();
}
