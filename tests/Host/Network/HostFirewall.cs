using System.Globalization;
using System.Net;
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

    /// <summary>A rule of somebody else's by which what guests send to a port, wherever, comes to the host.</summary>
    internal static void LeadToItself(int port, IPAddress host, int hostPort) => Run(string.Create(CultureInfo.InvariantCulture, $$"""
        table ip leads {
            chain prerouting {
                type nat hook prerouting priority dstnat - 20;
                iifname "lob*" tcp dport {{port}} dnat to {{host}}:{{hostPort}}
            }
        }

        """));

    /// <summary>Takes that rule away; there may be none.</summary>
    internal static void ForgetLeading() => Run("add table ip leads\ndelete table ip leads\n");

    private static void Run(string script)
    {
        using var nftables = NftContext.Open().Succeed();
        nftables.Run(script).Succeed();
    }

    /// <summary>Takes all of it away, whatever it is.</summary>
    internal static void Drop(NftContext nftables) => nftables.Run("flush ruleset\n").Succeed();
}
