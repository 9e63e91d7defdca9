using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Tests.Unit.Engine.Registry;

/// <summary>Tenants for tests that need some.</summary>
internal static class Tenants
{
    public static Tenant Named(string name) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = TenantName.Parse(name).Value,
        Slot = default,
        Desired = DesiredState.Running,
        Observed = ObservedState.Spawning,
        Size = new VmSize(1, 256),
        DiskBytes = 4L << 30,
        Image = new string('a', 64),
        ImageName = "minimal",
        Hypervisor = HypervisorName.Qemu,
        Workload = "gateway",
        Port = 9000,
        AgentToken = "agent-secret",
        GatewayToken = "gateway-secret",
        CreatedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
    };
}
