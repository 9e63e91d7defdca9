namespace Lobsterd.Linux.Files;

/// <summary>Equal as long as a path means the same file with the same content; what was computed from a file may be kept under it.</summary>
/// <param name="Device">Device number of the file system, major in the upper half.</param>
/// <param name="Inode">Number of the file on it.</param>
/// <param name="SizeBytes">Apparent size.</param>
/// <param name="ModifiedNs">Last change of content, nanoseconds since 1970; anybody may set it.</param>
/// <param name="ChangedNs">Last change of content or inode, nanoseconds since 1970; only the kernel sets it.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode, long SizeBytes, Int128 ModifiedNs, Int128 ChangedNs)
{
    /// <summary>The same whatever links to the file come and go, which the kernel counts as changes. Only for files that nobody but us may change.</summary>
    public FileIdentity ApartFromLinks() => this with { ChangedNs = 0 };
}
