namespace Lobsterd.Linux.Files;

/// <summary>A part of a file.</summary>
/// <param name="Start">Where it begins, in bytes.</param>
/// <param name="End">The first byte behind it.</param>
public readonly record struct FileRange(long Start, long End);
