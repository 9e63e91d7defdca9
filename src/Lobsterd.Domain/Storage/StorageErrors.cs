using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Storage;

/// <summary>The ways in which storing a tenant's disk can fail.</summary>
public static class StorageErrors
{
    /// <summary>The file system has less room than the reserve asks for.</summary>
    public static readonly ErrorCode DiskExhausted = new("storage.disk.exhausted", ErrorKind.Exhausted);

    /// <summary>A file could not be read or written.</summary>
    public static readonly ErrorCode FileFailed = new("storage.file.failed", ErrorKind.Bug);

    /// <summary>A tenant's disk is there already and belongs to another slot.</summary>
    public static readonly ErrorCode OverlayForeign = new("storage.overlay.foreign", ErrorKind.Conflict);

    /// <summary>A tenant's disk is there already and is not what it should be.</summary>
    public static readonly ErrorCode OverlayDamaged = new("storage.overlay.damaged", ErrorKind.Conflict);

    /// <summary>The empty disk that overlays start from could not be made.</summary>
    public static readonly ErrorCode EmptyFailed = new("storage.empty.failed", ErrorKind.Unavailable);

    /// <summary>What the host has left could not be read.</summary>
    public static readonly ErrorCode CapacityUnreadable = new("storage.capacity.unreadable", ErrorKind.Bug);
}
