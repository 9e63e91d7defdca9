using Lobsterd.Domain.Config;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Firecracker;
using Lobsterd.Host.Hypervisors.Firecracker.Api;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Bare;

/// <summary>What a script would make behind a bare jailer's API: files in the jail, a TAP, and the requests of a cold boot, the very same that the driver sends.</summary>
internal sealed class BareGuest
{
    private const int OwnerOnlyFile = 0x180;    // 0600

    private static readonly NetworkPlan Plan = NetworkPlan.Parse(new NetworkConfig().Pool).Require();
    private static readonly Slot Slot = new(0);

    private readonly BootFiles files;
    private readonly string emptyDisk;
    private readonly VmSize size;
    private int? tap;

    private BareGuest(BootFiles files, string emptyDisk, VmSize size) => (this.files, this.emptyDisk, this.size) = (files, emptyDisk, size);

    /// <summary>Prepares machines like those of a stand.</summary>
    /// <param name="stand">Whose images, kernel and empty disk are taken; it has a tenant for a moment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<BareGuest> LikeOneAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var model = (await stand.Reef.SpawnAsync("model", cancellationToken)).Tenant;
        var files = await StandImages.BootFilesAsync(stand, model.ImageHash, cancellationToken);
        _ = (await stand.Reef.EvictAsync("model", cancellationToken)).Succeeded();
        return new BareGuest(files, StandImages.EmptyDiskOf(stand), new VmSize(model.Vcpus, model.MemoryMib));
    }

    /// <summary>Puts its files into a jail's root and makes its TAP, both for a user.</summary>
    internal void Furnish(string root, uint user)
    {
        _ = Directory.CreateDirectory(root);
        HardLink.Make(files.Vmlinux!, Path.Combine(root, FirecrackerMachine.Kernel)).Require();
        HardLink.Make(files.Initramfs, Path.Combine(root, FirecrackerMachine.Initramfs)).Require();
        HardLink.Make(files.RootImage, Path.Combine(root, FirecrackerMachine.Image)).Require();
        var overlay = Path.Combine(root, FirecrackerMachine.Overlay);
        using (var source = Fd.Open(emptyDisk, OpenFlags.ReadOnly).Require())
        using (var target = Fd.Open(overlay, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, OwnerOnlyFile).Require())
            _ = SparseFile.CloneOrCopy(source, target).Require();
        FileOwner.Set(overlay, user, user).Require();
        tap = BareTap.Make(NetworkPlan.TapOf(Slot), Slot, Plan, user);
    }

    /// <summary>Configures it and runs it.</summary>
    internal async Task RunAsync(string socket, CancellationToken cancellationToken)
    {
        using var api = new ApiConnection(new ApiSocket(socket), TimeProvider.System);
        (await api.SendAllAsync(FirecrackerMachine.Boot(size, Slot), cancellationToken)).Require();
    }

    /// <summary>Takes its TAP away.</summary>
    internal void Clear()
    {
        if (tap is { } made) BareTap.Remove(made);
        tap = null;
    }
}
