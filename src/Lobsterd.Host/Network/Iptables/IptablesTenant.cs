using System.Globalization;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Network.Iptables;

/// <summary>The rules of one tenant, of both families. Pure text.</summary>
internal sealed class IptablesTenant(NetworkPlan plan)
{
    private static readonly string AgentPorts = string.Create(CultureInfo.InvariantCulture, $"{ControlAddress.ControlPort},{ControlAddress.HealthPort}");

    /// <summary>Its IPv6 rules: control, and nothing else.</summary>
    internal static IEnumerable<IptablesRule> Ipv6(VmOwner owner) => Control(owner, ControlAddress.Guest + "/128", ControlAddress.Host + "/128");

    /// <summary>Its IPv4 rules.</summary>
    internal IEnumerable<IptablesRule> Ipv4(AttachNetworkInput input)
    {
        var (owner, address) = (input.Owner, $"{plan.GuestAddressOf(input.Owner.Slot)}/32");
        var (tap, note) = (NetworkPlan.TapOf(owner.Slot), IptablesRule.CommentOf(owner));
        return
        [
            .. Control(owner, ControlAddress.GuestIpv4 + "/32", ControlAddress.HostIpv4 + "/32"),
            .. IptablesRate.Of(owner.Slot, "s", input.Rates?.Send).Select(rate => new IptablesRule("raw", IptablesChains.From, $"-i {tap} {rate} {note} -j DROP")),
            new("raw", IptablesChains.From, $"-s {address} -i {tap} {note} -j ACCEPT"),
            .. IptablesRate.Of(owner.Slot, "r", input.Rates?.Receive).Select(rate => new IptablesRule("mangle", IptablesChains.Receives, $"-o {tap} {rate} {note} -j DROP")),
            .. Destinations(input.Egress).SelectMany(to => Let(IptablesChains.Outwards, $"{to}-i {tap}", note, NftSets.MarkOf(owner.Slot) | NftSets.OutwardBit)),
            .. input.GuestPorts.Distinct().Order().SelectMany(port => Let(
                IptablesChains.Ports, string.Create(CultureInfo.InvariantCulture, $"-d {address} -o {tap} -p tcp -m tcp --dport {port}"), note, NftSets.MarkOf(owner.Slot))),
        ];
    }

    private static IEnumerable<IptablesRule> Control(VmOwner owner, string guest, string host)
    {
        var (tap, note) = (NetworkPlan.TapOf(owner.Slot), IptablesRule.CommentOf(owner));
        var zone = NftSets.ZoneOf(owner.Slot);
        return
        [
            // Control addresses are the same on every TAP: tracked apart.
            new("raw", IptablesChains.From, string.Create(CultureInfo.InvariantCulture, $"-s {guest} -d {host} -i {tap} -p tcp -m multiport --sports {AgentPorts} {note} -j CT --zone {zone}")),
            new("raw", IptablesChains.From, $"-s {guest} -d {host} -i {tap} -p tcp -m multiport --sports {AgentPorts} {note} -j ACCEPT"),
            new("raw", IptablesChains.Zones, string.Create(CultureInfo.InvariantCulture, $"-d {guest} -o {tap} {note} -j CT --zone {zone}")),
            .. Let(IptablesChains.Agents, $"-o {tap}", note, NftSets.MarkOf(owner.Slot)),
        ];
    }

    // Marked, and let through: the mark is how a tenant's connections are forgotten.
    private static IEnumerable<IptablesRule> Let(string chain, string match, string note, uint mark) =>
    [
        new("filter", chain, string.Create(CultureInfo.InvariantCulture, $"{match} {note} -j CONNMARK --set-xmark 0x{mark:x}/0xffffffff")),
        new("filter", chain, $"{match} {note} -j ACCEPT"),
    ];

    // The matches of what a policy allows; empty where it allows all, none where it allows nothing.
    private static IEnumerable<string> Destinations(EgressPolicy policy)
    {
        if (policy.Mode == EgressMode.Open) return [""];
        return policy.Networks.SelectMany(rule => rule.Ports is { } ports
            ? ((string[])["tcp", "udp"]).Select(protocol => $"-d {rule.Network} -p {protocol} -m {protocol} --dport {ports.First}:{ports.Last} ")
            : [$"-d {rule.Network} "]);
    }
}
