namespace Lobsterd.Guest.Gateway;

/// <summary>Counts in memory: in a virtual machine, memory is what a snapshot saves.</summary>
internal sealed class MemoryCounter : IRequestCounter
{
    private long count;

    /// <inheritdoc/>
    public long Add() => ++count;
}
