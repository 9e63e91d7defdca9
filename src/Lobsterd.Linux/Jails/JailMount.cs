namespace Lobsterd.Linux.Jails;

/// <summary>A file, folder or device of the host that the jail shows, read-only and without set-id bits.</summary>
/// <param name="Source">Where it is on the host; symbolic links are followed.</param>
/// <param name="Target">Where it is in the jail; folders above it are made.</param>
/// <param name="IsDevice">Whether it is a device, which can be opened then, and written to.</param>
public sealed record JailMount(string Source, string Target, bool IsDevice = false);
