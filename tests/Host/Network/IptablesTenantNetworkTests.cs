using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>The contract, kept by iptables over nf_tables.</summary>
[Collection(NetCollection.Name)]
public sealed class IptablesTenantNetworkTests : TenantNetworkContract
{
    private protected override bool JudgesBeforeJoining => false;

    /// <summary>A network whose wall is made with programs of one kind.</summary>
    internal static TenantNetwork Make(LobsterdPaths paths, NetworkPlan plan, NetworkConfig config, string kind) =>
        new(paths, plan, (Walls.Iptables(paths, plan, config, kind), new NftWall(new NftSets(plan), new NftWallScript(plan, paths.Instance, config))));

    private protected override TenantNetwork Make(LobsterdPaths paths, NetworkPlan plan, NetworkConfig config) => Make(paths, plan, config, "-nft");
}
