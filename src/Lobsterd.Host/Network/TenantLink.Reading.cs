using System.Globalization;
using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Host.Network;

internal sealed partial class TenantLink
{
    /// <summary>What of a tenant's TAP is not as <see cref="Ensure"/> makes it.</summary>
    /// <param name="kernel">Who is asked.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="isForwarding">Whether the host forwards: switching that off switches it off for each interface too.</param>
    internal Result<IReadOnlyList<string>, LobsterError> FaultsOf(RtNetlink kernel, VmOwner owner, bool isForwarding)
    {
        var tap = NetworkPlan.TapOf(owner.Slot);
        if (kernel.FindLink(tap).TryGetError(out var error, out var link)) return error;
        if (link is null) return Only($"there is no {tap}");
        if (!IsOf(owner, link)) return Only($"{tap} is not this tenant's: its owner is {link.TunOwner?.ToString(CultureInfo.InvariantCulture) ?? "nobody"}, its alias '{link.Alias}'");
        if (kernel.ListAddresses(link.Index).TryGetError(out error, out var addresses)) return error;
        if (kernel.ListNeighbours(link.Index).TryGetError(out error, out var neighbours)) return error;
        return new List<string>(
            [.. FaultsOf(link, owner), .. FaultsOf(link, owner, addresses), .. FaultsOf(link, owner, neighbours), .. FaultsOfSettings(link, isForwarding)]);
    }

    /// <summary>Whether a TAP is in the state in which <see cref="Ensure"/> leaves it, whosever it is.</summary>
    internal static bool IsAsMade(Link link) => !FaultsOf(link).Any();

    /// <summary>Whether news of a tenant's TAP means that it is no longer as <see cref="Ensure"/> leaves it, or may not be.</summary>
    /// <param name="news">The news.</param>
    /// <param name="tap">The TAP's name.</param>
    /// <param name="slot">Whose it is.</param>
    internal bool IsHarm(InterfaceNews news, string tap, Slot slot) => news switch
    {
        InterfaceNews.AddressGone gone => Planned(LinkIpv6.IsOn(tap), slot).Any(planned => planned.Host.Equals(gone.Address)),
        InterfaceNews.NeighbourChanged changed => changed.Permanent != GuestMac && Planned(LinkIpv6.IsOn(tap), slot).Any(planned => planned.Guest.Equals(changed.Address)),
        _ => true,
    };

    private static Result<IReadOnlyList<string>, LobsterError> Only(string fault) => new List<string> { fault };

    private static IEnumerable<string> FaultsOf(Link link)
    {
        if (!link.Flags.HasFlag(LinkFlags.Up)) yield return $"{link.Name} is down";
        if (!link.Flags.HasFlag(LinkFlags.NoArp)) yield return $"{link.Name} speaks ARP";
        if (link.Mac != HostMac) yield return $"its MAC is {link.Mac}, not {HostMac}";
        if (link.Group != Group) yield return $"its group is {link.Group}, which the firewall does not know";
    }

    private static IEnumerable<string> FaultsOf(Link link, VmOwner owner) =>
        link.Alias == OwnerNote.Of(owner).ToString() ? FaultsOf(link) : FaultsOf(link).Append($"its alias is '{link.Alias}'");

    private IEnumerable<string> FaultsOf(Link link, VmOwner owner, IReadOnlyList<LinkAddress> addresses) =>
        Planned(link.HasIpv6, owner.Slot)
            .Where(planned => !addresses.Any(address => address.Address.Equals(planned.Host) && address.PrefixLength == planned.Prefix))
            .Select(planned => string.Create(CultureInfo.InvariantCulture, $"it lacks the address {planned.Host}/{planned.Prefix}"));

    private IEnumerable<string> FaultsOf(Link link, VmOwner owner, IReadOnlyList<Neighbour> neighbours) =>
        Planned(link.HasIpv6, owner.Slot)
            .Where(planned => !neighbours.Any(neighbour => neighbour.Address.Equals(planned.Guest) && neighbour.Mac == GuestMac))
            .Select(planned => $"it lacks the neighbour {planned.Guest}");

    private IEnumerable<(IPAddress Host, int Prefix, IPAddress Guest)> Planned(bool isIpv6, Slot slot)
    {
        yield return (plan.HostAddressOf(slot), NetworkPlan.TenantPrefix, plan.GuestAddressOf(slot));
        yield return isIpv6
            ? (IPAddress.Parse(ControlAddress.Host), ControlPrefixIpv6, IPAddress.Parse(ControlAddress.Guest))
            : (IPAddress.Parse(ControlAddress.HostIpv4), ControlPrefixIpv4, IPAddress.Parse(ControlAddress.GuestIpv4));
    }

    private static IEnumerable<string> FaultsOfSettings(Link link, bool isForwarding)
    {
        var isIpv6 = link.HasIpv6;
        foreach (var (setting, value) in Settings(isIpv6).Where(setting => isForwarding || setting.Setting != Ipv4LinkSetting.Forwarding))
            if (link.Ipv4?[setting] != value)
                yield return string.Create(CultureInfo.InvariantCulture, $"net.ipv4.conf.{link.Name}.{FileOf(setting)} is not {value}");
        if (!isIpv6) yield break;
        foreach (var (setting, file) in SettingsOfIpv6)
            if (link.Ipv6?[setting] != 0)
                yield return $"net.ipv6.conf.{link.Name}.{file} is not 0";
    }

    private static string FileOf(Ipv4LinkSetting setting) => setting switch
    {
        Ipv4LinkSetting.Forwarding => "forwarding",
        Ipv4LinkSetting.ProxyArp => "proxy_arp",
        Ipv4LinkSetting.AcceptRedirects => "accept_redirects",
        Ipv4LinkSetting.SendRedirects => "send_redirects",
        Ipv4LinkSetting.ReversePathFilter => "rp_filter",
        Ipv4LinkSetting.AcceptSourceRoute => "accept_source_route",
        Ipv4LinkSetting.ArpIgnore => "arp_ignore",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
