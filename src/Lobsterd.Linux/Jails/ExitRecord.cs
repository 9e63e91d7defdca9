namespace Lobsterd.Linux.Jails;

/// <summary>How a VMM ended. Both are null when the launcher could not tell.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Signal">The signal that ended it.</param>
public sealed record ExitRecord(int? Code, int? Signal);
