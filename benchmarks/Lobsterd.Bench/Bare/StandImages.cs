using Lobsterd.Domain.Config;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images;
using Lobsterd.Host.Images.Building;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Bare;

/// <summary>What a stand's VMs boot from, read from its store.</summary>
internal static class StandImages
{
    /// <summary>The files of an image, with the kernel that its service boots.</summary>
    internal static async Task<BootFiles> BootFilesAsync(ServiceStand stand, string hash, CancellationToken cancellationToken)
    {
        var guest = new GuestBinary(Path.Combine(stand.Binaries, "lobsterd-guest"));
        using var kernels = new KernelStore(stand.Paths, guest, new ProgramRunner(TimeProvider.System));
        using var images = new ImageStore(stand.Paths, new ImagesConfig(), kernels, new ImageTools(guest, new BuildPrograms(), TimeProvider.System));
        return (await images.BootFilesAsync(hash, cancellationToken)).Require();
    }

    /// <summary>The one empty disk that its overlays are copies of.</summary>
    internal static string EmptyDiskOf(ServiceStand stand) => Directory.GetFiles(stand.Paths.EmptyDisks, "*.ext4").Single();
}
