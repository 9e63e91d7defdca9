using Lobsterd.Domain.Storage;

namespace Lobsterd.Host.Hypervisors;

/// <summary>Several kinds of spare memory as one.</summary>
/// <param name="kinds">In the order in which they are given back: what holds another kind comes before it.</param>
internal sealed class SpareMemory(IReadOnlyList<ISpareMemory> kinds) : ISpareMemory
{
    /// <inheritdoc/>
    public long Bytes => kinds.Sum(kind => kind.Bytes);

    /// <inheritdoc/>
    public void GiveBack()
    {
        foreach (var kind in kinds) kind.GiveBack();
    }
}
