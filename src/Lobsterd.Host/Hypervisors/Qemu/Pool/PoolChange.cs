namespace Lobsterd.Host.Hypervisors.Qemu.Pool;

/// <summary>One change of who waits.</summary>
internal abstract record PoolChange<T>
{
    private PoolChange()
    {
    }

    /// <summary>Another one shall wait.</summary>
    /// <param name="Wanted">For this.</param>
    internal sealed record Start(T Wanted) : PoolChange<T>;

    /// <summary>One of them shall end.</summary>
    /// <param name="Index">Which of those that wait.</param>
    internal sealed record End(int Index) : PoolChange<T>;
}
