using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Registry;
using Lobsterd.Tests.Unit.Engine.Sagas;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>What outlives a killed service: the world, its VMs, the journals, the registry's file, the host's boot.</summary>
internal sealed class Durable
{
    public Durable()
    {
        World = new World();
        Hypervisor = new WorldHypervisor(World);
        Sleep = new WorldSleep(World);
        Forks = new WorldForks(World);
        Snaps = new WorldSnaps(World);
    }

    public World World { get; }

    public WorldHypervisor Hypervisor { get; }

    /// <summary>The saved states.</summary>
    public WorldSleep Sleep { get; }
    public WorldSnaps Snaps { get; }

    /// <summary>What copies are made from.</summary>
    public WorldForks Forks { get; }

    public WorldTemplates Templates { get; } = new();

    public WorldSecrets Secrets { get; } = new();

    public WorldAttestations Attestations { get; } = new();

    public MemoryJournals Journals { get; } = new();

    public MemoryEventLog EventLog { get; init; } = new();

    public DurableRegistry File { get; } = new();

    public TestBoot Boot { get; } = new();

    internal sealed class TestBoot : IHostBoot
    {
        public Guid BootId { get; set; } = Guid.NewGuid();
    }

    internal sealed class DurableRegistry : IRegistryFile
    {
        public RegistrySnapshot Saved { get; private set; } = RegistrySnapshot.Empty;

        public Result<RegistrySnapshot, LobsterError> Load() => Saved;

        public UnitResult<LobsterError> Save(RegistrySnapshot snapshot)
        {
            Saved = snapshot;
            return UnitResult.Success<LobsterError>();
        }

        public UnitResult<LobsterError> Verify(RegistrySnapshot snapshot) => UnitResult.Success<LobsterError>();

        public UnitResult<LobsterError> Rewrite(RegistrySnapshot snapshot) => Save(snapshot);

        public void Dispose() { }
    }
}
