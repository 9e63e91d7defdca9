using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Sysctls;
using Lobsterd.Linux.Tun;

namespace Lobsterd.Host.Network;

/// <summary>The tenants' TAPs: made, found and made right. A TAP is ours when its name is a slot's and its owner is that slot's UID.</summary>
internal sealed partial class TenantLink(LobsterdPaths paths, NetworkPlan plan)
{
    /// <summary>The group of every tenant's TAP, the letters "lob": the wall knows them by it, so a TAP that the wall was never told of is shut.</summary>
    internal const uint Group = 0x6C_6F62;

    private const uint QueueLength = 1_000;
    private const int ControlPrefixIpv6 = 64;
    private const int ControlPrefixIpv4 = 30;

    private const uint CheckSourceStrictly = 1;
    private const uint CheckSourceLoosely = 2;
    private const uint NeverAnswerArp = 8;

    private static readonly HardwareAddress HostMac = HardwareAddress.Parse(MacAddress.Host);
    private static readonly HardwareAddress GuestMac = HardwareAddress.Parse(MacAddress.Guest);

    // A guest must not teach the host addresses or routes, and nothing of it is ever forwarded by IPv6: all are 0.
    private static readonly (Ipv6LinkSetting Setting, string File)[] SettingsOfIpv6 =
    [
        (Ipv6LinkSetting.AcceptRouterAdvertisements, "accept_ra"),
        (Ipv6LinkSetting.AcceptRedirects, "accept_redirects"),
        (Ipv6LinkSetting.Forwarding, "forwarding"),
    ];

    /// <summary>Makes a tenant's TAP with its addresses, neighbours and settings; one that is there is made right without a pause for its VM.</summary>
    /// <error code="network.tap.foreign">An interface of that name is not this tenant's.</error>
    /// <error code="network.link.refused">The kernel refused.</error>
    /// <error code="network.host.not-ready">The host has no TUN, or its settings are read-only.</error>
    internal UnitResult<LobsterError> Ensure(VmOwner owner)
    {
        var tap = NetworkPlan.TapOf(owner.Slot);
        if (RtNetlink.Open().TryGetError(out var error, out var kernel)) return NetworkFault.Of(error);
        using (kernel)
        {
            if (kernel.FindLink(tap).TryGetError(out error, out var link)) return NetworkFault.Of(error);
            if (link is not null && !IsOf(owner, link)) return Foreign(link);
            if (link is null)
            {
                if (Tap.Create(tap, paths.Instance.UidOf(owner.Slot)).TryGetError(out error)) return NetworkFault.Of(error);
                if (kernel.FindLink(tap).TryGetError(out error, out link)) return NetworkFault.Of(error);
                if (link is null) return new LobsterError(NetworkErrors.LinkRefused, $"{tap} vanished as soon as it was made");
            }
            return Configure(kernel, link, owner).MapError(NetworkFault.Of);
        }
    }

    /// <summary>A tenant's TAP; null when there is none, or when the interface of that name is somebody else's.</summary>
    internal static Result<OwnedTap?, LobsterError> Find(RtNetlink kernel, InstanceId instance, Slot slot) =>
        kernel.FindLink(NetworkPlan.TapOf(slot)).Map(link => link is null ? null : Owned(instance, link));

    /// <summary>All TAPs that are ours.</summary>
    internal static Result<IReadOnlyList<OwnedTap>, LobsterError> List(RtNetlink kernel, InstanceId instance) =>
        kernel.ListLinks(Link.TunKind).Map(IReadOnlyList<OwnedTap> (links) => [.. links.Select(link => Owned(instance, link)).OfType<OwnedTap>()]);

    private static OwnedTap? Owned(InstanceId instance, Link link) =>
        link is { Kind: Link.TunKind, TunOwner: { } uid } && NetworkPlan.SlotOf(link.Name) is { } slot && instance.SlotOf(uid) == slot
            ? new OwnedTap(slot, link.Name, link.Index, OwnerNote.Parse(link.Alias))
            : null;

    private static LobsterError Foreign(Link link) => new(
        NetworkErrors.TapForeign,
        $"an interface {link.Name} exists and is not this tenant's{(link.Alias is null ? "" : $" (alias '{link.Alias}')")}",
        $"see what it is with 'ip -d link show {link.Name}', and remove it if nobody needs it");

    private static UnitResult<LobsterError> KeepToControl(Link link)
    {
        // A file of an interface among thousands is found slowly: only what is another is written.
        foreach (var (setting, file) in SettingsOfIpv6)
            if (link.Ipv6?[setting] != 0 && Sysctl.Ensure($"{LinkIpv6.Folder(link.Name)}/{file}", "0").TryGetError(out var error)) return error;
        return UnitResult.Success<LobsterError>();
    }

    private bool IsOf(VmOwner owner, Link link) =>
        Owned(paths.Instance, link) is { } owned && (owned.Note is { } note ? note.Id == owner.Id : link.Alias is null);

    private UnitResult<LobsterError> Configure(RtNetlink kernel, Link link, VmOwner owner)
    {
        var ipv6 = link.HasIpv6;
        if (ipv6 && KeepToControl(link).TryGetError(out var error)) return error;

        var batch = new RtBatch();
        var note = OwnerNote.Of(owner).ToString();
        // Setting the MAC, even to what it is, drops the neighbours: a running VM's connections would stall.
        if (link.Mac != HostMac || link.Alias != note || link.Group != Group || !link.Flags.HasFlag(LinkFlags.NoArp))
            _ = batch.ChangeLink(link.Index, new LinkChange
            {
                Mac = HostMac,
                Arp = false,
                Group = Group,
                QueueLength = QueueLength,
                AutomaticLinkLocal = link.Ipv6 is not null ? false : null,
                Ipv4 = Settings(ipv6),
                Alias = note,
            });
        else if (FaultsOfSettings(link, isForwarding: true).Any())
            _ = batch.ChangeLink(link.Index, new LinkChange { Ipv4 = Settings(ipv6) });
        if (!link.Flags.HasFlag(LinkFlags.Up)) _ = batch.ChangeLink(link.Index, new LinkChange { Up = true });
        _ = batch
            .AddAddress(new LinkAddress(link.Index, plan.HostAddressOf(owner.Slot), NetworkPlan.TenantPrefix))
            .AddNeighbour(new Neighbour(link.Index, plan.GuestAddressOf(owner.Slot), GuestMac));
        var (host, guest, prefix) = ipv6
            ? (ControlAddress.Host, ControlAddress.Guest, ControlPrefixIpv6)
            : (ControlAddress.HostIpv4, ControlAddress.GuestIpv4, ControlPrefixIpv4);
        _ = batch
            .AddAddress(new LinkAddress(link.Index, IPAddress.Parse(host), prefix) { SkipDuplicateDetection = ipv6 })
            .AddNeighbour(new Neighbour(link.Index, IPAddress.Parse(guest), GuestMac));
        return kernel.Apply(batch);
    }

    private static IReadOnlyList<(Ipv4LinkSetting Setting, uint Value)> Settings(bool ipv6) =>
    [
        (Ipv4LinkSetting.Forwarding, 1),
        // Without IPv6 every TAP has the same control network, so the routing table cannot say which of them a source lives behind.
        (Ipv4LinkSetting.ReversePathFilter, ipv6 ? CheckSourceStrictly : CheckSourceLoosely),
        (Ipv4LinkSetting.ArpIgnore, NeverAnswerArp),
        (Ipv4LinkSetting.ProxyArp, 0),
        (Ipv4LinkSetting.AcceptRedirects, 0),
        (Ipv4LinkSetting.SendRedirects, 0),
        (Ipv4LinkSetting.AcceptSourceRoute, 0),
    ];
}
