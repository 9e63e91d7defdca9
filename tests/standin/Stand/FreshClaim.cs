using System.Security.Cryptography;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Standin.Stand;

/// <summary>Claims as a spawn makes them, for VMs that no service has spawned.</summary>
public static class FreshClaim
{
    private const int EntropyBytes = 64;
    private const int TokenBytes = 32;
    private const int GatewayPort = 9_000;

    /// <summary>A claim with secrets and entropy of its own, for the demo gateway.</summary>
    /// <param name="owner">Whose VM it becomes.</param>
    /// <param name="plan">Its address by its slot.</param>
    public static TenantClaim Of(VmOwner owner, NetworkPlan plan) => new()
    {
        Id = owner.Id,
        Name = owner.Name,
        Address = plan.GuestAddressOf(owner.Slot),
        PrefixLength = NetworkPlan.TenantPrefix,
        Gateway = plan.HostAddressOf(owner.Slot),
        Dns = [],
        AgentToken = NewToken(),
        GatewayToken = NewToken(),
        Now = TimeProvider.System.GetUtcNow(),
        Entropy = RandomNumberGenerator.GetBytes(EntropyBytes),
        Workload = new WorkloadSpec { Name = "gateway", Port = GatewayPort },
    };

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
}
