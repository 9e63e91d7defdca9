namespace Lobsterd.Linux.Processes;

/// <summary>How a run of an external program went.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Output">The end of its standard output.</param>
/// <param name="Errors">The end of its standard error.</param>
/// <param name="IsOutputWhole">Whether <see cref="Output"/> is all that it wrote.</param>
public sealed record ProgramResult(ExitStatus Status, string Output, string Errors, bool IsOutputWhole);
