using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>The contract, kept by nftables.</summary>
[Collection(NetCollection.Name)]
public sealed class NftTenantNetworkTests : TenantNetworkContract
{
    private protected override TenantNetwork Make(LobsterdPaths paths, NetworkPlan plan, NetworkConfig config) => new(paths, plan, config);
}
