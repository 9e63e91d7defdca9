using Lobsterd.Domain.Config;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Firecracker;
using Lobsterd.Host.Hypervisors.Qemu;
using Lobsterd.Host.Images;
using Lobsterd.Host.Images.Building;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Host.Jail;
using Lobsterd.Host.Network;
using Lobsterd.Host.Storage;
using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>A root with one of the shipped drivers, the shipped guest and the image <c>minimal</c>, for what no command does yet: there is no service in it.</summary>
internal sealed class GuestHouse : IAsyncDisposable
{
    // Far from the slots of the other rigs: their TAPs stand side by side in the tests' one network namespace.
    private const int FirstSlot = 910;

    private readonly RootFolder scratch = new();
    private readonly ProgramRunner programs = new(TimeProvider.System);
    private readonly GuestBinary guest = new(PublishedBinaries.Guest);
    private readonly KernelStore kernels;
    private readonly ImageStore images;
    private readonly EmptyDisks emptyDisks;
    private readonly CgroupTree cgroups;
    private readonly StandinPrograms? standin;
    private readonly IHypervisor driver;
    private int nextSlot = FirstSlot;

    private GuestHouse(StandMachine machine)
    {
        _ = Directory.CreateDirectory(Paths.Run);
        _ = Directory.CreateDirectory(Paths.Tenants);
        kernels = new KernelStore(Paths, guest, programs);
        images = new ImageStore(
            Paths, new ImagesConfig { Recipes = Path.Combine(RepositoryRoot.Path, "images") }, kernels, new ImageTools(guest, new BuildPrograms(), TimeProvider.System));
        emptyDisks = new EmptyDisks(Paths, programs);
        cgroups = new CgroupTree(CgroupHierarchies.Find().Require(), Paths.Instance.Name);
        var jail = new VmJail(Paths, cgroups, PublishedBinaries.Launcher, TimeProvider.System);
        if (machine == StandMachine.FirecrackerQemu) standin = new StandinPrograms(scratch["fc"], StandOptions.Of(RepositoryRoot.Path).Binaries, "qemu");
        driver = standin is null
            ? new QemuHypervisor(Paths, new HypervisorConfig(), images, jail, TimeProvider.System)
            : new FirecrackerHypervisor(Paths, new HypervisorConfig { FirecrackerProgram = standin.Firecracker }, images, jail, TimeProvider.System);
        Links = new TenantLink(Paths, Plan);
        Overlays = new Overlays(Paths, emptyDisks);
    }

    internal static NetworkPlan Plan { get; } = NetworkPlan.Parse(new NetworkConfig().Pool).Require();

    internal IHypervisor Driver => driver;

    internal TenantLink Links { get; }

    internal Overlays Overlays { get; }

    /// <summary>Where a VM can be saved.</summary>
    internal SavedGuest Snapshot => new(new SnapshotFiles(scratch["saved.memory"], scratch["saved.state"]), scratch["saved.ext4"]);

    private LobsterdPaths Paths => scratch.Paths;

    private string Image { get; set; } = "";

    /// <summary>Opens one: its kernel is stored and its image built.</summary>
    internal static async Task<GuestHouse> OpenAsync(StandMachine machine, CancellationToken cancellationToken)
    {
        var house = new GuestHouse(machine);
        try
        {
            if (house.standin is { } programs) await programs.PrepareAsync(cancellationToken);
            _ = (await house.kernels.AddAsync(Path.Combine(RepositoryRoot.Path, "artifacts/kernel/current"), cancellationToken)).Require();
            house.Image = (await house.images.BuildAsync("minimal", new Progress<string>(), cancellationToken)).Require().Hash;
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    /// <summary>A VM to be, with TAP and empty disk; nothing is left of it when it is disposed.</summary>
    internal Task<HousedVm> NewVmAsync(string name, CancellationToken cancellationToken)
    {
        var owner = new VmOwner(Guid.CreateVersion7(), TenantName.Parse(name).Require(), new Slot(nextSlot++));
        return HousedVm.PrepareAsync(this, owner, Image, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (driver is IAsyncDisposable disposable) await disposable.DisposeAsync();
        emptyDisks.Dispose();
        images.Dispose();
        kernels.Dispose();
        cgroups.Remove().Require();
        scratch.Dispose();
    }
}
