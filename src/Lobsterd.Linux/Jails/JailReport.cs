namespace Lobsterd.Linux.Jails;

/// <summary>The launcher's one answer: the VMM runs, or why it does not.</summary>
/// <param name="Pid">The VMM's pid, in the launcher's pid namespace; 0 when there is none.</param>
/// <param name="ErrorCode">Name of the error's code; null when the VMM runs.</param>
/// <param name="Error">What went wrong, for people.</param>
public sealed record JailReport(int Pid, string? ErrorCode = null, string? Error = null);
