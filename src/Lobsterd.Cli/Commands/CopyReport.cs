namespace Lobsterd.Cli.Commands;

/// <summary>What <c>cp --json</c> prints.</summary>
/// <param name="Files">Files that were copied.</param>
/// <param name="Folders">Folders that were copied.</param>
/// <param name="Bytes">Their content.</param>
/// <param name="Skipped">How many links, devices and the like were left out.</param>
/// <param name="SkippedNames">The first of them, each with what it is.</param>
internal sealed record CopyReport(int Files, int Folders, long Bytes, int Skipped, IReadOnlyList<string> SkippedNames);
