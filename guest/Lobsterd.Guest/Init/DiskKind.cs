namespace Lobsterd.Guest.Init;

/// <summary>What a disk holds, as far as init asks.</summary>
internal enum DiskKind
{
    /// <summary>Neither of the two.</summary>
    Other,

    /// <summary>The read-only image: a squashfs.</summary>
    Image,

    /// <summary>The tenant's writable disk: an ext4 of the agreed label.</summary>
    Overlay,
}
