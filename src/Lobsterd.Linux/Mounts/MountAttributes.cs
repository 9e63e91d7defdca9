namespace Lobsterd.Linux.Mounts;

/// <summary>What a mount forbids (MOUNT_ATTR_ of linux/mount.h).</summary>
[Flags]
public enum MountAttributes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Changes of files and folders; devices can still be written to.</summary>
    ReadOnly = 1,

    /// <summary>Gaining privileges by set-id bits and file capabilities.</summary>
    NoSetId = 2,

    /// <summary>Opening devices.</summary>
    NoDevices = 4,

    /// <summary>Executing programs, and mapping files executable.</summary>
    NoExecute = 8,
}
