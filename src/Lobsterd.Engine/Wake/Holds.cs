using System.Collections.Concurrent;

namespace Lobsterd.Engine.Wake;

/// <summary>Who of the tenants is held awake, by a command that runs in its guest for somebody.</summary>
public sealed class Holds
{
    private readonly ConcurrentDictionary<Guid, int> held = new();

    /// <summary>Holds a tenant awake until the answer is disposed of.</summary>
    public IDisposable Take(Guid tenant)
    {
        _ = held.AddOrUpdate(tenant, 1, (_, count) => count + 1);
        return new Hold(() => held.AddOrUpdate(tenant, 0, (_, count) => count - 1));
    }

    /// <summary>Whether anything holds a tenant awake.</summary>
    public bool Has(Guid tenant) => CountOf(tenant) > 0;

    /// <summary>How many hold a tenant awake.</summary>
    public int CountOf(Guid tenant) => held.GetValueOrDefault(tenant);

    private sealed class Hold(Func<int> release) : IDisposable
    {
        private Func<int>? release = release;

        public void Dispose() => _ = Interlocked.Exchange(ref release, null)?.Invoke();
    }
}
