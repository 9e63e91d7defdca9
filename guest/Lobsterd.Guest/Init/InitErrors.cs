using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Init;

/// <summary>The ways in which a boot can fail.</summary>
internal static class InitErrors
{
    /// <summary>Image or overlay did not appear in time.</summary>
    internal static readonly ErrorCode DisksMissing = new("guest.init.disks-missing", ErrorKind.NotReady);

    /// <summary>A file of the initramfs, or a folder of the new root, is not as it should be.</summary>
    internal static readonly ErrorCode LayoutBroken = new("guest.init.layout", ErrorKind.NotReady);
}
