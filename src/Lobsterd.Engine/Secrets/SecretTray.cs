using System.Collections.Concurrent;
using Lobsterd.Domain.Secrets;

namespace Lobsterd.Engine.Secrets;

/// <summary>Secrets on their way from a request to the step that seals them: in memory alone, and gone with the service.</summary>
public sealed class SecretTray
{
    private readonly ConcurrentDictionary<Guid, IReadOnlyList<TenantSecret>> waiting = new();

    /// <summary>Lays a tenant's down.</summary>
    public void Put(Guid tenant, IReadOnlyList<TenantSecret> secrets) => waiting[tenant] = secrets;

    /// <summary>A tenant's; null when none were laid down by this service.</summary>
    public IReadOnlyList<TenantSecret>? Of(Guid tenant) => waiting.GetValueOrDefault(tenant);

    /// <summary>Forgets a tenant's.</summary>
    public void Clear(Guid tenant) => _ = waiting.TryRemove(tenant, out _);
}
