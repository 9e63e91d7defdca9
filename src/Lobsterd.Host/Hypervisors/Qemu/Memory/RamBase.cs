using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>Keeps the memory that a saved VM is the difference from: by a link beside it, so that the file stays as long as anybody needs it, whatever becomes
/// of the template.</summary>
internal static class RamBase
{
    /// <summary>Puts the link, if the file that a VM was restored from is still where it was.</summary>
    /// <param name="ram">What is known of the VM's memory.</param>
    /// <param name="path">Where the link goes; null where the saved VM has to be whole.</param>
    /// <returns>What the VM stands on; null when it has to be saved whole, which costs room and time alone.</returns>
    internal static RamOrigin? Keep(VmRecordRam? ram, string? path)
    {
        if (path is null || ram?.Origin is not { } origin) return null;
        if (HardLink.Make(origin.Path, path).IsFailure) return null;

        // Looked at behind the link, which no longer changes its file.
        if (FileStat.Of(path).TryGetValue(out var stat) && stat.Identity.ApartFromLinks() == ram.Source) return origin;
        File.Delete(path);
        return null;
    }
}
