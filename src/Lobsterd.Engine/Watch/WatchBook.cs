using System.Collections.Concurrent;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Watch;

namespace Lobsterd.Engine.Watch;

/// <summary>How each tenant stands in the watchdog's eyes: written by the watchdog alone, read by anyone.</summary>
public sealed class WatchBook
{
    private readonly ConcurrentDictionary<TenantName, TenantWatch> watches = new();

    /// <summary>How a tenant stands; null while it is not watched.</summary>
    public TenantWatch? Of(TenantName name) => watches.GetValueOrDefault(name);

    internal void Set(TenantName name, TenantWatch watch) => watches[name] = watch;

    internal void Forget(TenantName name) => _ = watches.TryRemove(name, out _);
}
