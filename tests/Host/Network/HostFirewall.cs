using Lobsterd.Linux.Nftables;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>The firewall of the namespace in which the tests run.</summary>
internal static class HostFirewall
{
    /// <summary>Takes away what is left of it: iptables over nf_tables makes its tables with the first rule, and keeps them when the last one is gone. A chain or a table of
    /// lobsterd's that is still there fails the test.</summary>
    internal static void Clear()
    {
        using var nftables = NftContext.Open().Succeed();
        Assert.DoesNotContain("lobster", nftables.Read("list ruleset").Succeed(), StringComparison.OrdinalIgnoreCase);
        Drop(nftables);
    }

    /// <summary>Takes all of it away, whatever it is.</summary>
    internal static void Drop(NftContext nftables) => nftables.Run("flush ruleset\n").Succeed();
}
