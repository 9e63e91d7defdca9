namespace Lobsterd.Domain.Hypervisors;

/// <summary>Where a paused VM's state is written to or read from. Both files live in one folder that the caller owns.</summary>
/// <param name="MemoryPath">Guest RAM; sparse, page for page.</param>
/// <param name="StatePath">Device state.</param>
public sealed record SnapshotFiles(string MemoryPath, string StatePath)
{
    /// <summary>Whether they become one VM and no other: then its memory need not be kept apart from that of others.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Where a driver may put a link to the memory file that the VM was restored from, to save nothing but what has become different since.
    /// Null: the memory file has to hold everything.</summary>
    public string? BasePath { get; init; }
}
