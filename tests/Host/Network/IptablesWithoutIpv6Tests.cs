using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>The contract of hosts without IPv6, kept by iptables over nf_tables.</summary>
[Collection(NetCollection.Name)]
public sealed class IptablesWithoutIpv6Tests : WithoutIpv6Contract
{
    private protected override TenantNetwork Make(LobsterdPaths paths, NetworkPlan plan, NetworkConfig config) =>
        IptablesTenantNetworkTests.Make(paths, plan, config, "-nft");
}
