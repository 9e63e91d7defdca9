using Lobsterd.Engine.Checks;
using Lobsterd.Engine.Commands.Molt;
using Lobsterd.Engine.Repair;

namespace Lobsterd.Daemon.Composition;

/// <summary>Wires checks and repairs.</summary>
internal static class MoltServices
{
    internal static IServiceCollection AddMolt(this IServiceCollection services) => services
        .AddSingleton<TenantCheck, VmCheck>()
        .AddSingleton<TenantCheck, ControlCheck>()
        .AddSingleton<TenantCheck, LimitsCheck>()
        .AddSingleton<TenantCheck, TapCheck>()
        .AddSingleton<TenantCheck, TapHeldCheck>()
        .AddSingleton<TenantCheck, WallCheck>()
        .AddSingleton<TenantCheck, DiskCheck>()
        .AddSingleton<TenantCheck, RouteCheck>()
        .AddSingleton<TenantCheck, AgentCheck>()
        .AddSingleton<TenantCheck, ClockCheck>()
        .AddSingleton<TenantCheck, GuestDiskCheck>()
        .AddSingleton<TenantCheck, GuestSpaceCheck>()
        .AddSingleton<TenantCheck, WorkloadCheck>()
        .AddSingleton<HostCheck, RegistryCheck>()
        .AddSingleton<HostCheck, ForwardingCheck>()
        .AddSingleton<HostCheck, SharedWallCheck>()
        .AddSingleton<HostCheck, EdgeCheck>()
        .AddSingleton<HostCheck, CaddyCheck>()
        .AddSingleton<HostCheck, OrphanCheck>()
        .AddSingleton<HostCheck, HostDiskCheck>()
        .AddSingleton<OrphanSearch>()
        .AddSingleton<Checkup>()
        .AddSingleton<TenantRepair, RouteRepair>()
        .AddSingleton<TenantRepair, DiskOwnerRepair>()
        .AddSingleton<TenantRepair, NetworkRepair>()
        .AddSingleton<TenantRepair, LimitsRepair>()
        .AddSingleton<TenantRepair, UnpauseRepair>()
        .AddSingleton<TenantRepair, ClockRepair>()
        .AddSingleton<TenantRepair, WorkloadRepair>()
        .AddSingleton<HostRepair, RegistryRepair>()
        .AddSingleton<HostRepair, SharedNetworkRepair>()
        .AddSingleton<HostRepair, FrontRepair>()
        .AddSingleton<HostRepair, OrphanRepair>()
        .AddSingleton<VmRepair>()
        .AddSingleton<RepairStep>()
        .AddSingleton<RepairSaga>()
        .AddSingleton<Repairs>()
        .AddSingleton<HostMolt>()
        .AddSingleton<TenantMolt>()
        .AddSingleton<MoltCommand>();
}
