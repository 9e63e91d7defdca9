namespace Lobsterd.Linux.Jails;

/// <summary>Resource limits (getrlimit(2)); core dumps are never written.</summary>
/// <param name="OpenFiles">Descriptors, 64 to 65,536.</param>
/// <param name="FileSizeBytes">Largest size of a file that is written, from 1 MiB.</param>
public sealed record JailLimits(int OpenFiles, long FileSizeBytes);
