using Lobsterd.Domain.Config;
using Lobsterd.Domain.Events;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Admission;
using Lobsterd.Engine.Checks;
using Lobsterd.Engine.Commands;
using Lobsterd.Engine.Commands.Egress;
using Lobsterd.Engine.Commands.Evict;
using Lobsterd.Engine.Commands.Fork;
using Lobsterd.Engine.Commands.Molt;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Restore;
using Lobsterd.Engine.Commands.Secrets;
using Lobsterd.Engine.Commands.Settings;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Commands.Templates;
using Lobsterd.Engine.Commands.Verify;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Identity;
using Lobsterd.Engine.Locks;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Repair;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Secrets;
using Lobsterd.Engine.Startup;
using Lobsterd.Engine.Templates;
using Lobsterd.Engine.Watch;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>One life of the engine over a <see cref="World"/>: made, used, and dropped like a killed process, while the world, the journals and the
/// registry file stay for the next one.</summary>
internal sealed class WorldService
{
    private readonly LobsterdConfig config;
    private readonly SecretTray tray = new();
    private readonly BuilderTurn turn = new();
    private readonly NetworkPlan network = NetworkPlan.Parse("10.66.0.0/16").Value;

    public WorldService(Durable durable, string templates = HypervisorConfig.WithoutTemplates, IEventLog? log = null)
    {
        Durable = durable;
        config = new LobsterdConfig { Snap = new SnapConfig { Retention = new SnapRetentionConfig { Count = 3 } }, Hypervisor = new HypervisorConfig { Templates = templates } };
        Workloads = new WorkloadCatalogue(config);
        Host = new WorldHost(durable.World);
        Hypervisor = durable.Hypervisor;
        Agents = new WorldAgents(durable.World, TimeProvider.System);
        Registry = RegistryBook.Open(durable.File).Value;
        Events = new EventBook(TimeProvider.System, log ?? durable.EventLog);
        Operations = new OperationBook(TimeProvider.System, Events);
        new StateTeller(Registry, Operations, Events).Start();
        Hypervisors = new HypervisorSet(
            new HypervisorFacts(HypervisorName.Qemu, "1.0", "tcg", "for tests"), _ => new VmSize(1, 256), [Hypervisor]);
        Runner = new SagaRunner(durable.Journals, durable.Boot, TimeProvider.System, NullLogger<SagaRunner>.Instance);
        Watch = new VmWatch(Hypervisors, Registry, Events);
        var desk = new TenantDesk(new TenantLocks(TimeProvider.System), Operations, Events, TimeProvider.System);
        Finder = new SnapFinder(durable.Snaps, Registry);
        Book = new TemplateBook(config.Hypervisor, Host, durable.Templates, Events);
        Templates = new TemplateCommands(
            Book, durable.Templates, NewTemplateSaga(), Runner, desk, Registry, Admission, Hypervisors, Host, network, turn, config);
        var spawnSaga = NewSpawnSaga();
        var planner = new SpawnPlanner(config, Hypervisors, Host, Host, Book, Finder, TimeProvider.System);
        Spawn = new SpawnCommand(planner, spawnSaga, Runner, tray, desk, Registry, Watch, Templates);
        Evict = new EvictCommand(NewEvictSaga(), Runner, desk, Registry, Watch, durable.Snaps);
        var stages = NewStages(spawnSaga);
        var powerSagas = new PowerSagas(stages);
        var runs = new PowerRuns(Runner, Registry, Hypervisors, Watch, Workloads);
        var acts = new PowerActs(powerSagas, runs, Admission, Registry, Events, TimeProvider.System);
        Power = new PowerCommand(acts, desk, Registry);
        Settings = new SettingsCommand(acts, desk, Registry);
        Keeper = new SnapKeeper(durable.Snaps, config.Snap, Events, TimeProvider.System);
        (Snaps, Restore) = NewSnaps(stages, runs, desk);
        Egress = new EgressCommand(new EgressSaga(new RecordStep(Registry), new WallStep(Host)), Runner, desk, Registry, Host);
        Sleep = NewSleep(spawnSaga, planner, desk);
        Fork = NewFork(spawnSaga, planner, desk);
        Secrets = new SecretCommands(new SecretBook(durable.Secrets, Workloads), Registry, Agents, desk);
        Setup = new SetupCommands(NewInitSaga(), new UninitSaga(Host, Host, Host, Host), Runner, Operations, Events, Registry, Host, new WorldPool(), config);
        (Checkup, Molt) = NewMolt(spawnSaga, acts, desk);
        Start = new ServiceStart(
            new StartupCommands(Spawn, Evict, Power, Egress, Snaps, Restore, Templates, Setup, Molt, Sleep, Fork, spawnSaga, powerSagas),
            new StartupHost(Host, Host, Host, Host, durable.Snaps, new WorldPool()),
            Runner,
            Registry,
            Hypervisors,
            Watch,
            Events,
            NullLogger<ServiceStart>.Instance);
    }

    public Durable Durable { get; }

    public WorldHost Host { get; }

    public WorldHypervisor Hypervisor { get; }

    public WorldAgents Agents { get; }

    public RegistryBook Registry { get; }

    public EventBook Events { get; }

    public OperationBook Operations { get; }

    public HypervisorSet Hypervisors { get; }

    public SagaRunner Runner { get; }

    public VmWatch Watch { get; }

    public TemplateBook Book { get; }

    public TemplateCommands Templates { get; }

    public SnapFinder Finder { get; }

    public SnapKeeper Keeper { get; }

    public SnapCommand Snaps { get; }

    public RestoreCommand Restore { get; }

    public SpawnCommand Spawn { get; }

    public EvictCommand Evict { get; }

    public PowerCommand Power { get; }

    public SettingsCommand Settings { get; }

    public EgressCommand Egress { get; }

    /// <summary>Falling asleep and waking.</summary>
    public SleepCommands Sleep { get; }

    public ForkCommand Fork { get; }

    public SetupCommands Setup { get; }

    public Checkup Checkup { get; }

    public MoltCommand Molt { get; }

    public ServiceStart Start { get; }

    /// <summary>Starts as the real service does, and waits until everything that it took up has ended.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Assert.True((await Start.RunAsync(cancellationToken)).IsSuccess);
        foreach (var operation in Operations.Running) _ = await operation.Ended.WaitAsync(cancellationToken);
    }

    private (Checkup Checkup, MoltCommand Molt) NewMolt(SpawnSaga routes, PowerActs acts, TenantDesk desk)
    {
        var readings = new WorldReadings(Durable.World, name => routes.RouteOf(Registry.Current.Tenants[name]));
        var search = new OrphanSearch(Host, readings, Registry, network);
        var checkup = new Checkup(
            Registry, Hypervisors, Agents, TimeProvider.System,
            [
                new VmCheck(Hypervisors), new ControlCheck(Hypervisors), new LimitsCheck(readings), new TapCheck(readings), new TapHeldCheck(readings),
                new WallCheck(readings), new DiskCheck(readings), new RouteCheck(readings, routes), new AgentCheck(), new ClockCheck(),
                new GuestDiskCheck(), new GuestSpaceCheck(), new WorkloadCheck(Agents, readings, network),
            ],
            [
                new RegistryCheck(Registry), new ForwardingCheck(readings), new SharedWallCheck(readings), new EdgeCheck(readings), new CaddyCheck(readings),
                new OrphanCheck(search), new HostDiskCheck(Host, config),
            ]);
        var step = new RepairStep(
            [
                new RouteRepair(Host, routes), new DiskOwnerRepair(readings), new NetworkRepair(Host), new LimitsRepair(readings), new UnpauseRepair(Hypervisors),
                new ClockRepair(Agents), new WorkloadRepair(Agents, Workloads),
            ],
            [new RegistryRepair(Registry), new SharedNetworkRepair(Host), new FrontRepair(Host), new OrphanRepair(search, readings)],
            Registry);
        var repairs = new Repairs(new RepairSaga(step), step, new VmRepair(acts, TimeProvider.System), Runner, TimeProvider.System);
        return (checkup, new MoltCommand(new HostMolt(checkup, repairs), new TenantMolt(checkup, repairs, desk, Registry), repairs, desk, Registry));
    }

    private ForkCommand NewFork(SpawnSaga routes, SpawnPlanner planner, TenantDesk desk)
    {
        var store = Durable.Forks;
        var source = new ForkSourceSteps(new HoldStep(new GuestHold(Agents, Hypervisors)), new ForkCopyStep(Hypervisors, store, Durable.Sleep), new ReleaseStep(Agents), new ForkClearStep(store));
        var vm = new ForkVmSteps(new CopyVmStep(Hypervisors, Agents), new ReclaimStep(Agents, VmSteps.Claim), VmSteps.Workload);
        var saga = new ForkSaga(
            source, vm, new ReserveStep(Registry, Admission, network, TimeProvider.System),
            new SpawnDiskSteps(new DiskStep(Host), new FlushStep(Host), new SealStep(Durable.Secrets, tray)),
            new NetworkStep(Host), new RouteStep(Host), new CommitStep(Registry), routes, store);
        return new ForkCommand(saga, new ForkPlanner(Registry, planner, Durable.Sleep, TimeProvider.System), store, Runner, desk, Registry, Watch);
    }

    private SleepCommands NewSleep(SpawnSaga routes, SpawnPlanner planner, TenantDesk desk)
    {
        var store = Durable.Sleep;
        var paths = new LobsterdPaths("/");
        var suspend = new SuspendSaga(
            new DozeStep(Registry, Hypervisors), new ParkStep(Host, routes), new QuietStep(Agents, new SleepHook(Agents, Workloads, Events, TimeProvider.System), new GuestHold(Agents, Hypervisors), Events, TimeProvider.System),
            new SaveStateStep(Hypervisors, Host, store, TimeProvider.System),
            new AsleepStep(Registry), new EndStep(Hypervisors));
        var wake = new WakeStep(Hypervisors, Agents, store, new SecretBook(Durable.Secrets, Workloads), Workloads, new ColdBoot(VmSteps, paths), Events);
        var resume = new ResumeSaga(
            new RouseStep(Registry, store), new ResumeSteps(new ReattachStep(Host), new RestoreStep(Hypervisors, store, paths), wake),
            new UnparkStep(Host, routes), new AwakeStep(Registry), new ForgetStateStep(store));
        return new SleepCommands(
            new SuspendCommand(suspend, Runner, desk, Registry, Watch),
            new ResumeCommand(resume, Runner, desk, Registry, Watch, new ResumeSurroundings(Host, routes, planner)),
            new VerifyCommand(
                new VerifyTrial(
                    new VerifySaga(new DiskStep(Host), new NetworkStep(Host), new LoadStep(Hypervisors, store), Hypervisors, Host, Host),
                    Runner, turn, store, Hypervisors, Host, network, config.Hypervisor, paths, TimeProvider.System),
                desk, Registry),
            new SleepSettling(Registry, store, Hypervisors, Events));
    }

    private (SnapCommand Snaps, RestoreCommand Restore) NewSnaps(PowerStages stages, PowerRuns runs, TenantDesk desk)
    {
        var steps = new SnapSteps(
            new SnapPrepareStep(Durable.Snaps), new SnapCopyStep(Durable.Snaps, Agents, config.Snap, TimeProvider.System), new SnapSealStep(Durable.Snaps));
        var disk = new RestoreDiskSteps(new KeepStep(Durable.Snaps), new SwapStep(Host, Durable.Snaps), new KeptSealStep(Durable.Snaps), new DropStep(Host));
        return (
            new SnapCommand(new SnapSaga(steps, stages), Runner, desk, Registry, Keeper, runs),
            new RestoreCommand(new RestoreSaga(disk, stages), desk, Registry, Finder, Keeper, runs));
    }
    public WorkloadCatalogue Workloads { get; }

    public SecretCommands Secrets { get; }

    /// <summary>What guests have proved.</summary>
    public AttestationBook Attestations => field ??= new(Durable.Attestations, Registry, TimeProvider.System, NullLogger<AttestationBook>.Instance);

    private BootGate Gate => field ??= new BootGate(config.Hypervisor);

    private SpawnAdmission Admission => new(Host, Host, Freeable, config);

    /// <summary>What idle tenants would give back.</summary>
    public FreeableMemory Freeable { get; } = new();

    private SpawnVmSteps VmSteps => field ??= new SpawnVmSteps(
        new VmStep(Hypervisors, Durable.Templates, Book, Gate, Durable.Sleep),
        new AgentStep(Agents, Hypervisors, Gate, Events, TimeProvider.System),
        new ClaimStep(Agents, new SecretBook(Durable.Secrets, Workloads), Attestations, network, config.Network, TimeProvider.System),
        new WorkloadStep(Agents, Workloads));

    private TemplateBuildSaga NewTemplateSaga() => new(
        new DiskStep(Host), new NetworkStep(Host), VmSteps, new PrepareStep(Agents), new SaveStep(Agents, Hypervisors, Durable.Templates, TimeProvider.System), Hypervisors, Host, Host);

    private SpawnSaga NewSpawnSaga() => new(
        new ReserveStep(Registry, Admission, network, TimeProvider.System),
        new SpawnDiskSteps(new DiskStep(Host), new FlushStep(Host), new SealStep(Durable.Secrets, tray)),
        new NetworkStep(Host),
        VmSteps,
        new RouteStep(Host),
        new CommitStep(Registry),
        Durable.Templates,
        network,
        config);

    private PowerStages NewStages(SpawnSaga routes) => new(
        new StopSteps(
            new StoppingStep(Registry, Hypervisors),
            new UnrouteStep(Host),
            new GuestStep(Agents, Hypervisors, config.Agent with { ShutdownTimeoutMs = 1 }, TimeProvider.System),
            new KillStep(Hypervisors),
            new SpentStateStep(Durable.Sleep),
            new StoppedStep(Registry)),
        new StartSteps(new StartingStep(Registry), new KeptDiskStep(Host), new KeptNetworkStep(Host), VmSteps, new RouteStep(Host), new CommitStep(Registry)),
        routes);

    private EvictSaga NewEvictSaga() => new(
        new MarkStep(Registry),
        new UnrouteStep(Host),
        new GuestStep(Agents, Hypervisors, config.Agent, TimeProvider.System),
        new KillStep(Hypervisors),
        new EvictRemovalSteps(new DetachStep(Host), new WipeStep(Host, Durable.Secrets), new UnsnapStep(Durable.Snaps)),
        new ProofStep(Host),
        new ForgetStep(Registry, TimeProvider.System));

    private InitSaga NewInitSaga() => new(
        new FoldersStep(Host), new KernelStep(Host), new FirecrackerStep(new WorldReleases(), Hypervisors), new ImageStep(Host), new BaseNetworkStep(Host), new EdgeStep(Host), new InitializedStep(Host));
}
