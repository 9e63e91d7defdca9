using System.Globalization;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Network;

/// <summary>The wall as nft(8) scripts, each one transaction. Pure text; see this room's README for the picture.</summary>
internal sealed class NftWallScript(NetworkPlan plan, InstanceId instance, NetworkConfig config)
{
    private static readonly string AgentPorts = $"{{ {Number(ControlAddress.ControlPort)}, {Number(ControlAddress.HealthPort)} }}";

    // A browser, a package manager or a test suite begins many connections at once, and then few.
    private const int BurstSeconds = 8;

    private static readonly string KnownResolvers = string.Join(", ", PublicResolvers.Networks);

    private static readonly string Forbidden = $"{{ {string.Join(", ", Unreachable.Networks)} }}";

    /// <summary>Takes the whole wall away.</summary>
    internal const string Raze = $"delete table inet {NftSets.Table}\n";

    /// <summary>Makes what all tenants share. Chains and rules are replaced, the elements stay: whoever is open stays open.</summary>
    /// <param name="present">Chains that are there: a chain's hook cannot be changed, so those of another version of lobsterd's must go.</param>
    internal string Raise(IReadOnlyList<string> present) => string.Create(CultureInfo.InvariantCulture, $$"""
        add table inet {{NftSets.Table}}
        flush table inet {{NftSets.Table}}
        {{string.Concat(present.Select(chain => $"delete chain inet {NftSets.Table} {chain}\n"))}}
        table inet {{NftSets.Table}} {
            set {{NftSets.Guests}} { typeof iifname . ip saddr; comment "which address lives behind which TAP"; }
            map {{NftSets.Zones}} { typeof iifname : ct zone; comment "control addresses are the same on every TAP: tracked apart"; }
            map {{NftSets.Marks}} { typeof iifname : ct mark; comment "by which a tenant's connections are forgotten"; }
            set {{NftSets.Ports}} { typeof ip daddr . tcp dport; comment "where the edge may connect"; }
            set {{NftSets.Connections}} { typeof ip saddr; size 65535; flags dynamic; comment "open connections of each guest"; }
            set {{NftSets.Rates}} { typeof ip saddr; size 65535; flags dynamic; comment "new connections of each guest"; }
            set {{NftSets.Outward}} { typeof ip saddr; counter; comment "what each guest has sent out into the world"; }
            set {{NftSets.Bounded}} { typeof ip saddr; comment "guests that may not go everywhere"; }
            set {{NftSets.EgressHosts}} { typeof ip saddr . ip daddr; flags interval; counter; comment "where such a guest may go, on every port"; }
            set {{NftSets.EgressPorts}} { typeof ip saddr . ip daddr . th dport; flags interval; counter; comment "where such a guest may go, and on which ports"; }
            map {{NftSets.Names}} { typeof ip saddr : ip daddr; comment "guests whose policy has names, and where the edge hears what they ask"; }
            set {{NftSets.EgressExact}} { typeof ip saddr . ip daddr; comment "addresses that such a policy has by themselves"; }
            set {{NftSets.NamedHosts}} { typeof ip saddr . ip daddr; flags timeout; comment "where names have led, on every port"; }
            set {{NftSets.NamedPorts}} { typeof ip saddr . ip daddr . th dport; flags interval, timeout; comment "where names have led, and on which ports"; }
            set {{NftSets.Resolvers}} { typeof ip daddr; flags interval; elements = { {{KnownResolvers}} }; comment "resolvers that answer inside TLS"; }
            set {{NftSets.Sends}} { type ifname; size 65535; limit rate over 1 bytes/second; comment "how much each guest may send"; }
            set {{NftSets.Receives}} { type ifname; size 65535; limit rate over 1 bytes/second; comment "how much each guest may receive"; }

            # Before fragments are joined (-400) and connections tracked (-200): a frame is the guest's own, or it is nothing.
            chain LOBSTER-PREROUTING {
                type filter hook prerouting priority -450; policy accept;
                iifgroup {{TenantLink.Group}} goto lobster-from-guest
            }
            chain lobster-from-guest {
                ether saddr != {{MacAddress.Guest}} drop
                ip6 saddr {{ControlAddress.Guest}} ip6 daddr {{ControlAddress.Host}} tcp sport {{AgentPorts}} ct zone set iifname map @{{NftSets.Zones}} accept
                ip saddr {{ControlAddress.GuestIpv4}} ip daddr {{ControlAddress.HostIpv4}} tcp sport {{AgentPorts}} ct zone set iifname map @{{NftSets.Zones}} accept
                # A guest that sends too much loses what is too much, and nothing of its agent's.
                iifname @{{NftSets.Sends}} drop
                iifname . ip saddr @{{NftSets.Guests}} accept
                drop
            }

            # What a guest whose policy has names asks of the resolvers that it was told comes to the edge, from its own address: that was judged above.
            chain LOBSTER-NAMES {
                type nat hook prerouting priority dstnat - 10; policy accept;
                {{NamesRule}}
            }

            # Guest to host: answers to what the host began, questions for the edge, and nothing else. Nobody but guests may ask those.
            chain LOBSTER-INPUT {
                type filter hook input priority filter - 10; policy accept;
                iifgroup {{TenantLink.Group}} goto lobster-to-host
                meta l4proto { tcp, udp } th dport {{NameService.EdgePort}} drop
            }
            chain lobster-to-host {
                ct state established ct direction reply accept
                ct status dnat th dport {{NameService.EdgePort}} goto lobster-asks
                drop
            }
            chain lobster-asks {
                ct status confirmed accept
                goto lobster-begins
            }

            # Guest to world: public addresses only. "Related" packets of guests are never needed, and could speak for connections of others.
            chain LOBSTER-FORWARD {
                type filter hook forward priority filter - 10; policy accept;
                iifgroup {{TenantLink.Group}} goto lobster-outwards
                oifgroup {{TenantLink.Group}} goto lobster-inwards
            }
            chain lobster-outwards {
                oifgroup {{TenantLink.Group}} drop
                meta nfproto != ipv4 drop
                ip daddr {{plan.Pool}} drop
                ip daddr {{Forbidden}} drop
                # Who sends is at work, however little it computes. What its agent and the edge are answered never comes here.
                ip saddr @{{NftSets.Outward}}
                # A connection is confirmed once its first packet went out. Until the far end answers its packets stay "new", and are not counted again.
                ct state established,new ct status confirmed accept
                # Names are asked of the resolvers that guests are told, and of nobody else.
                meta l4proto { tcp, udp } th dport {{NameService.Port}} {{NotToResolvers}}drop
                ip saddr @{{NftSets.Bounded}} jump lobster-egress
                goto lobster-begins
            }
            # Whatever connection a guest begins, it is one of so many.
            chain lobster-begins {
                ct state != new drop
                add @{{NftSets.Rates}} { ip saddr limit rate over {{config.NewConnectionsPerSecond}}/second burst {{BurstSeconds * config.NewConnectionsPerSecond}} packets } drop
                add @{{NftSets.Connections}} { ip saddr ct count over {{config.MaxConnections}} } drop
                ct mark set iifname map @{{NftSets.Marks}} ct mark set ct mark or {{NftSets.OutwardBit}} accept
                drop
            }
            chain lobster-egress {
                ip saddr @{{NftSets.Names}} jump lobster-named
                ip saddr . ip daddr @{{NftSets.EgressHosts}} return
                meta l4proto { tcp, udp } ip saddr . ip daddr . th dport @{{NftSets.EgressPorts}} return
                drop
            }
            # Who has names asks the edge for them, and no other resolver, neither aloud nor inside TLS, unless the policy has that very address.
            chain lobster-named {
                ip daddr @{{NftSets.Resolvers}} ip saddr . ip daddr != @{{NftSets.EgressExact}} drop
                meta l4proto { tcp, udp } th dport {{NameService.PortInTls}} ip saddr . ip daddr != @{{NftSets.EgressExact}} drop
                ip saddr . ip daddr @{{NftSets.NamedHosts}} goto lobster-begins
                meta l4proto { tcp, udp } ip saddr . ip daddr . th dport @{{NftSets.NamedPorts}} goto lobster-begins
            }
            chain lobster-inwards {
                ct state established,related accept
                drop
            }

            # Host to guest: agent ports for root, the tenant's ports for root and the edge. Sockets are judged when they connect.
            chain LOBSTER-ZONES {
                type filter hook output priority raw - 10; policy accept;
                oifgroup {{TenantLink.Group}} ip6 daddr {{ControlAddress.Guest}} ct zone set oifname map @{{NftSets.Zones}}
                oifgroup {{TenantLink.Group}} ip daddr {{ControlAddress.GuestIpv4}} ct zone set oifname map @{{NftSets.Zones}}
            }
            chain LOBSTER-OUTPUT {
                type filter hook output priority filter - 10; policy accept;
                # A VMM speaks by its TAP. One that opens a socket was broken into.
                meta skuid {{instance.VmmUids.First}}-{{instance.VmmUids.Last}} drop
                oifgroup {{TenantLink.Group}} goto lobster-to-guest
            }
            chain lobster-to-guest {
                ct state established,related accept
                ip6 daddr {{ControlAddress.Guest}} tcp dport {{AgentPorts}} meta skuid 0 ct mark set oifname map @{{NftSets.Marks}} accept
                ip daddr {{ControlAddress.GuestIpv4}} tcp dport {{AgentPorts}} meta skuid 0 ct mark set oifname map @{{NftSets.Marks}} accept
                tcp dport {{AgentPorts}} drop
                ip daddr . tcp dport @{{NftSets.Ports}} meta skuid { 0, {{instance.EdgeUid}} } ct mark set oifname map @{{NftSets.Marks}} accept
                drop
            }

            # All that leaves for a guest, from wherever. What the host says to its agent counts for nothing; by IPv6 there is nothing else.
            chain LOBSTER-RATES {
                type filter hook postrouting priority srcnat + 50; policy accept;
                oifgroup {{TenantLink.Group}} ip daddr != {{ControlAddress.GuestIpv4}} oifname @{{NftSets.Receives}} drop
            }

            chain LOBSTER-NAT {
                type nat hook postrouting priority srcnat - 10; policy accept;
                iifgroup {{TenantLink.Group}} masquerade
            }
        }

        """);

    /// <summary>Opens the wall for a slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="note">Its owner.</param>
    /// <param name="ports">Ports that the edge may reach from now on.</param>
    /// <param name="withdrawn">Ports that it could reach until now.</param>
    /// <param name="egress">Elements of its egress policy, present and wanted.</param>
    /// <param name="rates">How much it may send and receive.</param>
    internal string Open(Slot slot, OwnerNote note, IReadOnlyList<int> ports, IReadOnlyList<int> withdrawn, EgressChange egress, RateLimits? rates)
    {
        var tap = NetworkPlan.TapOf(slot);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            add element inet {{NftSets.Table}} {{NftSets.Guests}} { "{{tap}}" . {{plan.GuestAddressOf(slot)}} comment "{{note}}" }
            add element inet {{NftSets.Table}} {{NftSets.Zones}} { "{{tap}}" : {{NftSets.ZoneOf(slot)}} }
            add element inet {{NftSets.Table}} {{NftSets.Marks}} { "{{tap}}" : {{NftSets.MarkOf(slot)}} }
            add element inet {{NftSets.Table}} {{NftSets.Outward}} { {{plan.GuestAddressOf(slot)}} }
            {{PortLine("add", slot, ports)}}{{PortLine("delete", slot, withdrawn)}}{{RateLine(NftSets.Sends, slot, rates?.Send)}}{{RateLine(NftSets.Receives, slot, rates?.Receive)}}{{egress.Script}}
            """);
    }

    /// <summary>Closes the wall for a slot. What is deleted is added first, since the kernel refuses to delete what is not there.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="ports">Ports that the edge could reach until now.</param>
    /// <param name="egress">Elements of its egress policy that are to go.</param>
    internal string Close(Slot slot, IReadOnlyList<int> ports, EgressChange egress)
    {
        var tap = NetworkPlan.TapOf(slot);
        var address = plan.GuestAddressOf(slot);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            add element inet {{NftSets.Table}} {{NftSets.Guests}} { "{{tap}}" . {{address}} }
            delete element inet {{NftSets.Table}} {{NftSets.Guests}} { "{{tap}}" . {{address}} }
            add element inet {{NftSets.Table}} {{NftSets.Zones}} { "{{tap}}" : {{NftSets.ZoneOf(slot)}} }
            delete element inet {{NftSets.Table}} {{NftSets.Zones}} { "{{tap}}" }
            add element inet {{NftSets.Table}} {{NftSets.Marks}} { "{{tap}}" : {{NftSets.MarkOf(slot)}} }
            delete element inet {{NftSets.Table}} {{NftSets.Marks}} { "{{tap}}" }
            add element inet {{NftSets.Table}} {{NftSets.Outward}} { {{address}} }
            delete element inet {{NftSets.Table}} {{NftSets.Outward}} { {{address}} }
            add element inet {{NftSets.Table}} {{NftSets.Connections}} { {{address}} }
            delete element inet {{NftSets.Table}} {{NftSets.Connections}} { {{address}} }
            add element inet {{NftSets.Table}} {{NftSets.Rates}} { {{address}} }
            delete element inet {{NftSets.Table}} {{NftSets.Rates}} { {{address}} }
            add element inet {{NftSets.Table}} {{NftSets.Sends}} { "{{tap}}" }
            delete element inet {{NftSets.Table}} {{NftSets.Sends}} { "{{tap}}" }
            add element inet {{NftSets.Table}} {{NftSets.Receives}} { "{{tap}}" }
            delete element inet {{NftSets.Table}} {{NftSets.Receives}} { "{{tap}}" }
            {{PortLine("delete", slot, ports)}}{{egress.Script}}
            """);
    }

    private string NotToResolvers => config.Dns.Count == 0 ? "" : $"ip daddr != {{ {string.Join(", ", config.Dns)} }} ";

    private string NamesRule => config.Dns.Count == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"iifgroup {TenantLink.Group} ip daddr {{ {string.Join(", ", config.Dns)} }} meta l4proto {{ tcp, udp }} th dport {NameService.Port} dnat ip to ip saddr map @{NftSets.Names} : {NameService.EdgePort}");

    private string PortLine(string act, Slot slot, IReadOnlyList<int> ports)
    {
        var address = plan.GuestAddressOf(slot);
        return ports.Count == 0
            ? ""
            : $"{act} element inet {NftSets.Table} {NftSets.Ports} {{ {string.Join(", ", ports.Select(port => $"{address} . {Number(port)}"))} }}\n";
    }

    // The kernel's bucket holds a second's worth besides its burst.
    private static string RateLine(string set, Slot slot, RateLimit? rate) => rate?.Bytes is not { } bytes ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"add element inet {NftSets.Table} {set} {{ \"{NetworkPlan.TapOf(slot)}\" limit rate over {bytes.PerSecond} bytes/second burst {Math.Max(1, bytes.Burst - bytes.PerSecond)} bytes comment \"{rate}\" }}\n");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
