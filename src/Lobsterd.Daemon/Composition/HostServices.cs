using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Events;
using Lobsterd.Domain.Forks;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Logs;
using Lobsterd.Domain.Names;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Secrets;
using Lobsterd.Domain.Setup;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Usage;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Host.Agent;
using Lobsterd.Host.Diagnosis;
using Lobsterd.Host.Diagnosis.Posture;
using Lobsterd.Host.Edge;
using Lobsterd.Host.Events;
using Lobsterd.Host.Forks;
using Lobsterd.Host.Identity;
using Lobsterd.Host.Images;
using Lobsterd.Host.Images.Building;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Host.Inventory;
using Lobsterd.Host.Journals;
using Lobsterd.Host.Logs;
using Lobsterd.Host.Network;
using Lobsterd.Host.Secrets;
using Lobsterd.Host.Setup;
using Lobsterd.Host.Sleep;
using Lobsterd.Host.Snapshots;
using Lobsterd.Host.Storage;
using Lobsterd.Host.Templates;
using Lobsterd.Host.Usage;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Daemon.Composition;

/// <summary>Wires the host's adapters.</summary>
internal static class HostServices
{
    // The programs lie beside the service: where `build/install` put them all.
    private static readonly string Binaries = AppContext.BaseDirectory;

    internal static IServiceCollection AddHost(this IServiceCollection services, LobsterdConfig config) => services
        .AddSingleton(NetworkPlan.Parse(config.Network.Pool).Value)
        .AddSingleton<ISagaJournals, JournalFiles>()
        .AddSingleton<IEventLog>(provider => new EventLogFile(provider.GetRequiredService<LobsterdPaths>().EventLog, config.Events, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IUsageReadings, HostUsage>()
        .AddSingleton<IVmLogs, VmLogFiles>()
        .AddSingleton<ISecretFiles, SecretFiles>()
        .AddSingleton<IAttestationLog, AttestationFile>()
        .AddSingleton<HostFiles>()
        .AddSingleton<IHostFiles>(provider => provider.GetRequiredService<HostFiles>())
        .AddSingleton<IHostBoot>(HostBoot.Read())
        .AddImages(config)
        .AddStorage()
        .AddSingleton(provider => new TenantNetwork(provider.GetRequiredService<LobsterdPaths>(), provider.GetRequiredService<NetworkPlan>(), config.Network))
        .AddSingleton<ITenantNetwork>(provider => provider.GetRequiredService<TenantNetwork>())
        .AddSingleton<IOutwardTraffic>(provider => provider.GetRequiredService<TenantNetwork>())
        .AddSingleton(provider => new AgentClient(config.Agent, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IAgents>(provider => provider.GetRequiredService<AgentClient>())
        .AddSingleton<IHeartbeats>(provider => provider.GetRequiredService<AgentClient>())
        .AddSingleton(provider => new EdgeControl(
            provider.GetRequiredService<LobsterdPaths>(),
            config,
            Path.Combine(Binaries, "lobsterd-edge"),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EdgeControl>>(),
            provider.GetRequiredService<TenantNetwork>().AnswersNames))
        .AddSingleton<IEdge>(provider => provider.GetRequiredService<EdgeControl>())
        .AddSingleton<IWakeRequests>(provider => provider.GetRequiredService<EdgeControl>())
        .AddSingleton<INameQuestions>(provider => provider.GetRequiredService<EdgeControl>())
        .AddSingleton<IEdgeActivity>(provider => provider.GetRequiredService<EdgeControl>())
        .AddInventory()
        .AddReadings()
        .AddDoctor(config);

    private static IServiceCollection AddImages(this IServiceCollection services, LobsterdConfig config)
    {
        var recipes = config.Images.Recipes ?? Path.Combine(Binaries, "images");
        return services
            .AddSingleton(new GuestBinary(Path.Combine(Binaries, "lobsterd-guest")))
            .AddSingleton<ProgramRunner>()
            .AddSingleton<BuildPrograms>()
            .AddSingleton<ImageTools>()
            .AddSingleton<KernelStore>()
            .AddSingleton<IKernels>(provider => provider.GetRequiredService<KernelStore>())
            .AddSingleton<IImages>(provider => new ImageStore(
                provider.GetRequiredService<LobsterdPaths>(),
                config.Images with { Recipes = recipes },
                provider.GetRequiredService<KernelStore>(),
                provider.GetRequiredService<ImageTools>()));
    }

    private static IServiceCollection AddStorage(this IServiceCollection services) => services
        .AddSingleton<EmptyDisks>()
        .AddSingleton<Overlays>()
        .AddSingleton<IOverlays>(provider => provider.GetRequiredService<Overlays>())
        .AddSingleton<ITemplates, TemplateStore>()
        .AddSingleton<ISleepStore, SleepStore>()
        .AddSingleton<IForkStore, ForkStore>()
        .AddSingleton<ISnaps, SnapStore>()
        .AddSingleton<IMemoryPressure>(_ => new MemoryPressure())
        .AddSingleton<IHostCapacity>(provider => new HostCapacityReader(provider.GetRequiredService<LobsterdPaths>()));

    private static IServiceCollection AddInventory(this IServiceCollection services) => services
        .AddSingleton<IInventorySource, FileSource>()
        .AddSingleton<IInventorySource, ProcessSource>()
        .AddSingleton<IInventorySource, NetworkSource>()
        .AddSingleton<IInventorySource, EdgeSource>()
        .AddSingleton<IInventorySource, CgroupSource>()
        .AddSingleton<IInventorySource, MountSource>()
        .AddSingleton<IHostInventory, HostInventory>();

    private static IServiceCollection AddReadings(this IServiceCollection services) => services
        .AddSingleton<INetworkReadings>(provider => provider.GetRequiredService<TenantNetwork>())
        .AddSingleton<INetworkNews>(provider => provider.GetRequiredService<TenantNetwork>())
        .AddSingleton<IFrontReadings>(provider => provider.GetRequiredService<EdgeControl>())
        .AddSingleton<IHostNews>(provider => provider.GetRequiredService<EdgeControl>())
        .AddSingleton<IDiskReadings>(provider => provider.GetRequiredService<Overlays>())
        .AddSingleton<IGuestPorts, GuestPorts>()
        .AddSingleton<IOrphans, HostOrphans>();

    private static IServiceCollection AddDoctor(this IServiceCollection services, LobsterdConfig config) => services
        .AddSingleton(config.Caddy)
        .AddSingleton(config.Overlay)
        .AddSingleton(config.Images)
        .AddSingleton<IExamination>(provider => new HypervisorExamination(provider.GetRequiredService<HypervisorSet>().Facts))
        .AddSingleton<IExamination, JailerExamination>()
        .AddSingleton<IExamination, TunExamination>()
        .AddSingleton<IExamination, FirewallExamination>()
        .AddSingleton<IExamination, WallExamination>()
        .AddSingleton<IExamination, ForwardingExamination>()
        .AddSingleton<IExamination, CgroupExamination>()
        .AddSingleton<IExamination, FileSystemExamination>()
        .AddSingleton<IExamination, ReflinkExamination>()
        .AddSingleton<IExamination, FilesExamination>()
        .AddSingleton<IExamination, MemoryExamination>()
        .AddSingleton<IExamination, Ipv6Examination>()
        .AddSingleton<IExamination, StoreExamination>()
        .AddSingleton<IExamination, CaddyExamination>()
        .AddSingleton<IExamination, EdgeExamination>()
        .AddSingleton<IExamination, PortsExamination>()
        .AddSingleton<IExamination, NamesExamination>()
        .AddSingleton<IExamination>(new ClockExamination())
        .AddSingleton(new HostPosture(new HostTree("/"), config.Posture))
        .AddSingleton<IHostPosture>(provider => provider.GetRequiredService<HostPosture>())
        .AddSingleton<IHostDoctor>(provider => new HostDoctor(
            [.. provider.GetServices<IExamination>(), .. provider.GetRequiredService<HostPosture>().Examinations], provider.GetRequiredService<TimeProvider>()));
}
