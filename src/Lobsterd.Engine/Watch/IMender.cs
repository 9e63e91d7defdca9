using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Watch;

/// <summary>How the watchdog looks at tenants and has them repaired.</summary>
public interface IMender
{
    /// <summary>Whether a command has the tenant in hand now.</summary>
    bool IsBusy(TenantName name);

    /// <summary>Whether the end of the tenant's VM would be told by itself, so that a look at whether it is there tells nothing new.</summary>
    bool IsWatched(Tenant tenant);

    /// <summary>Looks at a tenant; changes nothing.</summary>
    /// <param name="tenant">Its entry.</param>
    /// <param name="isWhole">With every check, or only whether its VM is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<MendOutcome> LookAsync(Tenant tenant, bool isWhole, CancellationToken cancellationToken);

    /// <summary>Checks a tenant, repairs it, and checks again.</summary>
    Task<MendOutcome> MendAsync(TenantName name, CancellationToken cancellationToken);

    /// <summary>Looks at what leads requests to tenants; changes nothing.</summary>
    /// <param name="besides">And at these, which all share.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<MendOutcome> LookAtFrontAsync(IReadOnlyCollection<HealthCheck> besides, CancellationToken cancellationToken);

    /// <summary>Checks what all tenants share, repairs it, and checks again.</summary>
    Task<MendOutcome> MendHostAsync(CancellationToken cancellationToken);
}
