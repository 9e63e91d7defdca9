using Cronos;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Snapshots;

/// <summary>A schedule of snaps, read and checked.</summary>
/// <remarks>Where a clock is put forward, a time that there is not is the first one after it; where it is put back, a time that there is twice counts
/// once, except for schedules that run in every hour.</remarks>
public sealed class SnapSchedule
{
    private readonly CronExpression cron;
    private readonly TimeZoneInfo zone;
    private readonly IReadOnlyList<TenantGlob> tenants;
    private readonly string? key;
    private readonly string? value;

    private SnapSchedule(CronExpression cron, TimeZoneInfo zone, IReadOnlyList<TenantGlob> tenants, string? label)
    {
        (this.cron, this.zone, this.tenants) = (cron, zone, tenants);
        var equals = label?.IndexOf('=', StringComparison.Ordinal) ?? -1;
        (key, value) = equals < 0 ? (label, null) : (label![..equals], label[(equals + 1)..]);
    }

    /// <summary>Reads one; the failure is what is wrong with it, behind its path in the configuration.</summary>
    public static Result<SnapSchedule, string> Read(SnapScheduleConfig config)
    {
        // The time zone database is the host's, so only there a name can be known for wrong.
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(config.TimeZone, out var zone)) return "timeZone: unknown on this host, expected a name such as UTC or Europe/Berlin";
        return Read(config, zone);
    }

    /// <summary>Reads one whose time zone is known.</summary>
    public static Result<SnapSchedule, string> Read(SnapScheduleConfig config, TimeZoneInfo zone)
    {
        if (!CronExpression.TryParse(config.Cron, CronFormat.Standard, out var cron)) return "cron: no expression, expected five fields, e.g. 30 3 * * *";
        var globs = new List<TenantGlob>();
        foreach (var tenant in config.Tenants)
        {
            if (TenantGlob.Parse(tenant).TryGetError(out var wrong, out var glob)) return $"tenants: {wrong.Message}";
            globs.Add(glob);
        }

        return new SnapSchedule(cron, zone, globs, config.Label);
    }

    /// <summary>The first time after another one; null when it never comes.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset time) => cron.GetNextOccurrence(time, zone);

    /// <summary>Whether it is for a tenant.</summary>
    public bool IsFor(Tenant tenant) =>
        tenants.Any(glob => glob.Matches(tenant.Name.Value))
        && (key is null || (tenant.Labels.TryGetValue(key, out var theirs) && (value is null || theirs == value)));
}
