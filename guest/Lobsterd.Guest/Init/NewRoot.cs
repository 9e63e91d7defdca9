using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Cgroups;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Mounts;

namespace Lobsterd.Guest.Init;

/// <summary>The guest's root: the image below, the tenant's disk above, joined by overlayfs and moved over the initramfs.</summary>
internal static class NewRoot
{
    private const string ImageAt = "/image";
    private const string OverlayAt = "/overlay";
    private const string Upper = OverlayAt + "/upper";
    private const string Work = OverlayAt + "/work";
    private const string RootAt = "/root";

    private const MountAttributes Data = MountAttributes.NoDevices | MountAttributes.NoSetId;
    private const MountAttributes Plain = Data | MountAttributes.NoExecute;

    /// <summary>Mounts the disks, joins them, and moves there. The process goes on in the new root.</summary>
    /// <returns>A descriptor of the tenant's file system, by which alone it can be frozen from now on.</returns>
    /// <error code="mount.attach.failed">A disk is not what its superblock says, or a module is missing.</error>
    /// <error code="guest.init.layout">A folder that the root needs cannot be made on the tenant's disk.</error>
    /// <error code="mount.root.failed">The kernel refused the move.</error>
    internal static Result<Fd, LobsterError> Enter(BootDisks disks)
    {
        foreach (var folder in (ReadOnlySpan<string>)[ImageAt, OverlayAt, RootAt]) _ = Directory.CreateDirectory(folder);

        return Mount.FileSystem("squashfs", disks.Image, ImageAt, MountAttributes.ReadOnly)
            .Bind(() => Mount.FileSystem("ext4", disks.Overlay, OverlayAt, MountAttributes.None))
            .Bind(MakeLayers)
            .Bind(() => Mount.FileSystem("overlay", "overlay", RootAt, MountAttributes.None, $"lowerdir={ImageAt},upperdir={Upper},workdir={Work}"))
            .Bind(() => Fd.Open(OverlayAt, OpenFlags.ReadOnly | OpenFlags.Directory))
            .Bind(disk => Mount.MoveToRoot(RootAt).Bind(MountKernelFolders).Map(() => disk));
    }

    /// <summary>A disk that was never booted has neither; overlayfs makes neither.</summary>
    private static UnitResult<LobsterError> MakeLayers()
    {
        try
        {
            _ = Directory.CreateDirectory(Upper);
            _ = Directory.CreateDirectory(Work);
            return UnitResult.Success<LobsterError>();
        }
        catch (IOException exception)
        {
            return new LobsterError(InitErrors.LayoutBroken, exception.Message);
        }
    }

    private static UnitResult<LobsterError> MountKernelFolders() =>
        MountAt("proc", "/proc", Plain)
            .Bind(() => MountAt("sysfs", "/sys", Plain))
            .Bind(() => MountAt("devtmpfs", "/dev", MountAttributes.NoSetId, "mode=755"))
            .Bind(() => MountAt("devpts", "/dev/pts", MountAttributes.NoSetId | MountAttributes.NoExecute, "gid=5,mode=620,ptmxmode=666"))
            .Bind(() => MountAt("tmpfs", "/dev/shm", Data, "mode=1777"))
            .Bind(() => MountAt("tmpfs", "/run", Data, "mode=755"))
            .Bind(MountCgroups);

    // Each start of a program moves us into its group and back. Without favordynmods either move waits until every processor has passed through the scheduler,
    // which is half of a start; with it a fork takes a lock more. Linux 6.0 has it first.
    private static UnitResult<LobsterError> MountCgroups()
    {
        var mounted = MountAt("cgroup2", UnifiedTree.UsualRoot, Plain, "nsdelegate,favordynmods");
        return mounted.IsSuccess ? mounted : MountAt("cgroup2", UnifiedTree.UsualRoot, Plain, "nsdelegate");
    }

    private static UnitResult<LobsterError> MountAt(string type, string folder, MountAttributes attributes, string? options = null)
    {
        try
        {
            _ = Directory.CreateDirectory(folder);
        }
        catch (IOException exception)
        {
            return new LobsterError(InitErrors.LayoutBroken, exception.Message);
        }

        return Mount.FileSystem(type, type, folder, attributes, options);
    }
}
