using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>The contract of hosts without IPv6, kept by nftables.</summary>
[Collection(NetCollection.Name)]
public sealed class NftWithoutIpv6Tests : WithoutIpv6Contract
{
    private protected override TenantNetwork Make(LobsterdPaths paths, NetworkPlan plan, NetworkConfig config) => new(paths, plan, config);
}
