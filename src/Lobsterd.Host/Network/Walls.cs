using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network.Iptables;
using Lobsterd.Linux.Nftables;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Network;

/// <summary>The two walls that lobsterd can build, and which of them the configuration wants.</summary>
internal static class Walls
{
    /// <summary>The wall to build, and the one that must not stand beside it.</summary>
    internal static (IWall Wall, IWall Other) Choose(LobsterdPaths paths, NetworkPlan plan, NetworkConfig config)
    {
        IWall nftables = new NftWall(new NftSets(plan), new NftWallScript(plan, paths.Instance, config));
        IWall iptables = Iptables(paths, plan, config);
        return IsNftables(config.Firewall) ? (nftables, iptables) : (iptables, nftables);
    }

    /// <summary>The wall in iptables, of the kind that the host's own commands are, or of a certain one.</summary>
    /// <param name="paths">The root, whose instance gives UIDs.</param>
    /// <param name="plan">Addresses by slot.</param>
    /// <param name="config">How much a tenant may do.</param>
    /// <param name="kind"><c>-nft</c> or <c>-legacy</c>; empty for the host's own.</param>
    internal static IptablesWall Iptables(LobsterdPaths paths, NetworkPlan plan, NetworkConfig config, string kind = "")
    {
        var programs = new ProgramRunner(TimeProvider.System);
        return new IptablesWall(
            new IptablesRules(plan, paths.Instance, config),
            new IptablesTenant(plan),
            new IptablesFamily($"/usr/sbin/iptables{kind}-restore", $"/usr/sbin/iptables{kind}-save", programs),
            Directory.Exists("/proc/sys/net/ipv6") ? new IptablesFamily($"/usr/sbin/ip6tables{kind}-restore", $"/usr/sbin/ip6tables{kind}-save", programs) : null);
    }

    /// <summary>What a wall says that knows addresses alone.</summary>
    /// <error code="network.egress.names-unsupported">Always.</error>
    internal static LobsterError NamesUnsupported() =>
        new(NetworkErrors.EgressNames, "this host's firewall cannot follow domain names", "allow addresses or networks instead, or keep the firewall with nftables (network.firewall)");

    private static bool IsNftables(string firewall)
    {
        if (firewall != NetworkConfig.AutomaticFirewall) return firewall == NetworkConfig.Nftables;
        if (!NftContext.Open().TryGetValue(out var nftables)) return false;
        using (nftables) return nftables.Read("list tables").IsSuccess;
    }
}
