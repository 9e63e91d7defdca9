namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>What <see cref="DiskStep"/> leaves.</summary>
/// <param name="Path">Absolute path of the disk.</param>
public sealed record DiskOutput(string Path);
