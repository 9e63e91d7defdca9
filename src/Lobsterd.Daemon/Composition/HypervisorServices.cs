using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Setup;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Host.Hypervisors;
using Lobsterd.Host.Hypervisors.Firecracker;
using Lobsterd.Host.Hypervisors.Firecracker.Releases;
using Lobsterd.Host.Hypervisors.Qemu;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Cgroups;

namespace Lobsterd.Daemon.Composition;

/// <summary>Wires the drivers, and the choice among them.</summary>
internal static class HypervisorServices
{
    private static readonly VmSize SizeWithKvm = new(Vcpus: 2, MemoryMib: 1_024);
    private static readonly VmSize SizeInSoftware = new(Vcpus: 1, MemoryMib: 256);

    /// <param name="services">Where they go.</param>
    /// <param name="config">Sizes and programs.</param>
    /// <param name="launcher">Absolute path of <c>lobsterd-launcher</c>.</param>
    /// <param name="choice">What new tenants get, or why they get nothing.</param>
    internal static IServiceCollection AddHypervisors(
        this IServiceCollection services, HypervisorConfig config, string launcher, Result<HypervisorFacts, LobsterError> choice) => services
        .AddSingleton(provider => new CgroupTree(Hierarchies(), provider.GetRequiredService<LobsterdPaths>().Instance.Name))
        .AddSingleton<IHostLimits, CgroupLimitsRoot>()
        .AddSingleton<IVmLimits>(provider => new VmLimits(
            provider.GetRequiredService<LobsterdPaths>(), provider.GetRequiredService<CgroupTree>(), HypervisorLimits.ByDriver()))
        .AddSingleton(provider => new VmJail(
            provider.GetRequiredService<LobsterdPaths>(), provider.GetRequiredService<CgroupTree>(), launcher, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<QemuHypervisor>(provider, config))
        .AddSingleton(provider => provider.GetRequiredService<QemuHypervisor>().Spare)
        .AddSingleton(provider => provider.GetRequiredService<QemuHypervisor>().Pool)
        .AddSingleton<PoolDesk>()
        .AddHostedService<PoolKeeper>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<FirecrackerHypervisor>(provider, config))
        .AddSingleton<IFirecrackerReleases>(provider => ActivatorUtilities.CreateInstance<FirecrackerReleases>(provider, config))
        .AddSingleton(provider => new HypervisorSet(
            choice, facts => DefaultSize(config, facts), [provider.GetRequiredService<QemuHypervisor>(), provider.GetRequiredService<FirecrackerHypervisor>()]));

    // A host without any cgroup tree runs VMMs without limits, and says so in each spawn's result and in the doctor.
    private static IReadOnlyList<CgroupHierarchy> Hierarchies() =>
        CgroupHierarchies.Find().TryGetValue(out var found) ? found : [];

    private static VmSize DefaultSize(HypervisorConfig config, HypervisorFacts? facts)
    {
        var usual = facts?.Accelerator == "kvm" ? SizeWithKvm : SizeInSoftware;
        return new VmSize(config.Vcpus ?? usual.Vcpus, config.MemoryMib ?? usual.MemoryMib);
    }
}
