using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Watch;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Commands.Maintain;

/// <summary>Keeps the watchdog's hands off a tenant for a while. One change of the registry: it needs no saga, and no command is waited for.</summary>
public sealed class MaintenanceCommand(RegistryBook registry, EventBook events, TimeProvider clock)
{
    /// <summary>Begins a maintenance, or gives the one that there is another end and reason.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="watchdog.maintenance.invalid">Too long, or without a reason.</error>
    public async Task<Result<Tenant, LobsterError>> BeginAsync(Tenant tenant, TimeSpan length, string why, string actor, CancellationToken cancellationToken)
    {
        if (length <= TimeSpan.Zero || length > Maintenance.Longest)
            return new LobsterError(WatchErrors.MaintenanceInvalid, $"a maintenance lasts from 1 s to {Maintenance.Longest.Days} days");
        if (string.IsNullOrWhiteSpace(why) || why.Length > Maintenance.LongestWhy || why.Any(char.IsControl))
            return new LobsterError(WatchErrors.MaintenanceInvalid, $"a maintenance says why, in 1 to {Maintenance.LongestWhy} characters of one line");
        var until = clock.GetUtcNow() + length;
        var changed = await SetAsync(tenant, new Maintenance(until, why), cancellationToken);
        if (changed.IsSuccess) _ = events.Add("tenant.maintenance", tenant.Name.Value, actor, string.Create(CultureInfo.InvariantCulture, $"left alone until {until.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}: {why}"));
        return changed;
    }

    /// <summary>Ends a maintenance; none changes nothing.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public async Task<Result<Tenant, LobsterError>> EndAsync(Tenant tenant, string actor, CancellationToken cancellationToken)
    {
        var changed = await SetAsync(tenant, null, cancellationToken);
        if (changed.IsSuccess && tenant.Maintenance is not null) _ = events.Add("tenant.maintenance-ended", tenant.Name.Value, actor, "watched again");
        return changed;
    }

    private Task<Result<Tenant, LobsterError>> SetAsync(Tenant tenant, Maintenance? maintenance, CancellationToken cancellationToken) =>
        registry.ChangeAsync(snapshot => RegistryEdits.Change(snapshot, tenant.Name, tenant.Id, entry => entry with { Maintenance = maintenance }), cancellationToken);
}
