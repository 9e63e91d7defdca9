namespace Lobsterd.Guest.Gateway;

/// <summary>What <c>/disk</c> answers.</summary>
/// <param name="Counter">The number on the disk.</param>
internal sealed record DiskReport(long Counter);
