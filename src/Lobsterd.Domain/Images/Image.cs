namespace Lobsterd.Domain.Images;

/// <summary>A read-only root file system in the store, with what was told when it was built.</summary>
/// <param name="Hash">SHA-256 of the squashfs, lower-case hex.</param>
/// <param name="Name">The recipe's name.</param>
/// <param name="SizeBytes">Size of the squashfs.</param>
/// <param name="BuiltAt">When it was put into the store (UTC).</param>
/// <param name="Workload">The workload that a tenant of this image runs when nothing else is asked for; null for none.</param>
/// <param name="Port">The port on which that workload listens; null for none.</param>
/// <param name="IsDamaged">Whether its file is missing or has another size than it was built with; such an image boots no VM.</param>
public sealed record Image(string Hash, string Name, long SizeBytes, DateTimeOffset BuiltAt, string? Workload, int? Port, bool IsDamaged = false);
