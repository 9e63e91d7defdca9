namespace Lobsterd.Domain.Hypervisors;

/// <summary>How a VMM ended.</summary>
/// <param name="ExitCode">Its exit code; null when a signal ended it or nothing recorded the end.</param>
/// <param name="Signal">The signal that ended it; null when it exited or nothing recorded the end.</param>
/// <param name="LastWords">The last lines it wrote to stderr, at most 2 KiB, for people.</param>
public sealed record VmExit(int? ExitCode, int? Signal, string LastWords);
