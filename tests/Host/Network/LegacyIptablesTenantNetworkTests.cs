using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>The contract, kept by iptables over the kernel's older tables.</summary>
[Collection(NetCollection.Name)]
public sealed class LegacyIptablesTenantNetworkTests : TenantNetworkContract
{
    private protected override bool JudgesBeforeJoining => false;

    private protected override TenantNetwork Make(LobsterdPaths paths, NetworkPlan plan, NetworkConfig config) =>
        IptablesTenantNetworkTests.Make(paths, plan, config, "-legacy");
}
