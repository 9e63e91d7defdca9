using System.Globalization;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;

namespace Lobsterd.Host.Network.Iptables;

/// <summary>The rules that all tenants share, of both families. Pure text; the same picture as the one of nftables, see the README.</summary>
internal sealed class IptablesRules(NetworkPlan plan, InstanceId instance, NetworkConfig config)
{
    // A browser, a package manager or a test suite begins many connections at once, and then few.
    private const int BurstSeconds = 8;

    private static readonly string FromGuest = string.Create(CultureInfo.InvariantCulture, $"-m devgroup --src-group 0x{TenantLink.Group:x}");
    private static readonly string ToGuest = string.Create(CultureInfo.InvariantCulture, $"-m devgroup --dst-group 0x{TenantLink.Group:x}");
    private static readonly string AgentPorts = string.Create(CultureInfo.InvariantCulture, $"{ControlAddress.ControlPort},{ControlAddress.HealthPort}");

    /// <summary>The rules by which other chains lead into ours, first in their hooks. Each is put before the one that comes before it here: what goes to a guest is judged first,
    /// so that no way by which another guest's packet gets there is the world.</summary>
    internal static IEnumerable<IptablesRule> Jumps(bool isIpv6) =>
    [
        new("raw", "PREROUTING", $"{FromGuest} -j {IptablesChains.Prerouting}"),
        new("raw", "OUTPUT", $"{ToGuest} -j {IptablesChains.Zones}"),
        new("filter", "INPUT", $"{FromGuest} -j {IptablesChains.Input}"),
        new("filter", "FORWARD", $"{FromGuest} -j {IptablesChains.Forward}"),
        new("filter", "FORWARD", $"{ToGuest} -j {IptablesChains.Inwards}"),
        new("filter", "OUTPUT", $"{ToGuest} -j {IptablesChains.Output}"),
        new("filter", "OUTPUT", $"-j {IptablesChains.Sockets}"),

        // What the host says to an agent counts for nothing; by IPv6 there is nothing else.
        .. isIpv6 ? Array.Empty<IptablesRule>() :
        [
            new("mangle", "POSTROUTING", $"! -d {ControlAddress.GuestIpv4}/32 {ToGuest} -j {IptablesChains.Receives}"),
            new("nat", "POSTROUTING", $"-j {IptablesChains.Nat}"),
        ],
    ];

    /// <summary>The rules of our own chains, but for those of tenants.</summary>
    internal IEnumerable<IptablesRule> Shared(bool isIpv6) =>
    [
        .. In("raw", IptablesChains.Prerouting, $"-m mac ! --mac-source {MacAddress.Guest} -j DROP", $"-j {IptablesChains.From}", "-j DROP"),

        // Guest to host: answers to what the host began, and nothing else.
        .. In("filter", IptablesChains.Input, "-m conntrack --ctstate ESTABLISHED --ctdir REPLY -j ACCEPT", "-j DROP"),

        // Guest to world: "related" packets of guests are never needed, and could speak for connections of others.
        .. In("filter", IptablesChains.Forward, isIpv6 ? ["-j DROP"] : Outwards()),
        .. In("filter", IptablesChains.Names, isIpv6 ? [] : [.. config.Dns.Select(resolver => $"-d {resolver}/32 -j RETURN"), "-j DROP"]),
        .. In("filter", IptablesChains.Inwards, isIpv6 ? ["-j DROP"] : [$"{FromGuest} -j DROP", "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-j DROP"]),

        // A VMM speaks by its TAP. One that opens a socket was broken into.
        .. In("filter", IptablesChains.Sockets, string.Create(CultureInfo.InvariantCulture, $"-m owner --uid-owner {instance.VmmUids.First}-{instance.VmmUids.Last} -j DROP")),

        // Host to guest: agent ports for root, the tenant's ports for root and the edge. Sockets are judged when they connect.
        .. In("filter", IptablesChains.Output, Inwards(isIpv6)),
        .. isIpv6 ? [] : In("nat", IptablesChains.Nat, $"-s {plan.Pool} -m devgroup ! --dst-group 0x{TenantLink.Group:x} -j MASQUERADE"),
    ];

    private static IEnumerable<IptablesRule> In(string table, string chain, params string[] rules) => rules.Select(rule => new IptablesRule(table, chain, rule));

    private string[] Outwards() =>
    [
        $"-d {plan.Pool} -j DROP",
        .. Unreachable.Networks.Select(network => $"-d {network} -j DROP"),

        // A connection is confirmed once its first packet went out. Until the far end answers its packets stay "new", and are not counted again.
        "-m conntrack --ctstate NEW,ESTABLISHED --ctstatus CONFIRMED -j ACCEPT",
        "-m conntrack ! --ctstate NEW -j DROP",
        $"-p tcp -m tcp --dport 53 -j {IptablesChains.Names}",
        $"-p udp -m udp --dport 53 -j {IptablesChains.Names}",
        string.Create(
            CultureInfo.InvariantCulture,
            $"-m hashlimit --hashlimit-above {config.NewConnectionsPerSecond}/sec --hashlimit-burst {BurstSeconds * config.NewConnectionsPerSecond} --hashlimit-mode srcip --hashlimit-name lobsterd -j DROP"),
        string.Create(CultureInfo.InvariantCulture, $"-m connlimit --connlimit-above {config.MaxConnections} --connlimit-mask 32 --connlimit-saddr -j DROP"),
        $"-j {IptablesChains.Outwards}",
        "-j DROP",
    ];

    private string[] Inwards(bool isIpv6) =>
    [
        "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
        $"-d {(isIpv6 ? ControlAddress.Guest + "/128" : ControlAddress.GuestIpv4 + "/32")} -p tcp -m multiport --dports {AgentPorts} -m owner --uid-owner 0 -j {IptablesChains.Agents}",
        .. isIpv6 ? Array.Empty<string>() :
        [
            $"-p tcp -m multiport --dports {AgentPorts} -j DROP",
            $"-m owner --uid-owner 0 -j {IptablesChains.Ports}",
            string.Create(CultureInfo.InvariantCulture, $"-m owner --uid-owner {instance.EdgeUid} -j {IptablesChains.Ports}"),
        ],
        "-j DROP",
    ];
}
