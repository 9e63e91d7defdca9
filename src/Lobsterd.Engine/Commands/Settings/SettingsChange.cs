using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Settings;

/// <summary>What shall be otherwise about a tenant; null is as it is.</summary>
public sealed record SettingsChange
{
    /// <summary>What ends a tenant's own times of snaps.</summary>
    public const string NoSnaps = "never";

    /// <summary>Shortest and longest time of <see cref="IdleAfterMs"/>, as the configuration has them.</summary>
    private const long ShortestIdleMs = 1_000;
    private const long LongestIdleMs = 604_800_000;

    /// <summary>Virtual CPUs.</summary>
    public int? Vcpus { get; init; }

    /// <summary>Memory in MiB.</summary>
    public int? MemoryMib { get; init; }

    /// <summary>Who may put it to sleep.</summary>
    public string? Mode { get; init; }

    /// <summary>How long it is idle before it sleeps by itself; 0 for as long as the configuration says.</summary>
    public long? IdleAfterMs { get; init; }

    /// <summary>When it is copied by itself, as <see cref="SnapTimes.Form"/> says, or <see cref="NoSnaps"/> for when the configuration wants it alone.</summary>
    public string? SnapEvery { get; init; }

    /// <summary>Most snaps without a label that are kept; 0 for as many as the configuration says.</summary>
    public int? SnapKeep { get; init; }

    /// <summary>Labels that it gets.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = TenantLabels.None;

    /// <summary>Keys of labels that it loses.</summary>
    public IReadOnlyList<string> Unlabelled { get; init; } = [];

    /// <summary>Whether its VM may be restarted where a value wants that.</summary>
    public bool MayRestart { get; init; }

    /// <summary>Tells one change from another.</summary>
    internal string Fingerprint => string.Create(
        CultureInfo.InvariantCulture,
        $"{Vcpus}:{MemoryMib}:{Mode}:{IdleAfterMs}:{SnapEvery}:{SnapKeep}:{MayRestart}:{string.Join(',', Labels.Select(label => $"{label.Key}={label.Value}"))}:{string.Join(',', Unlabelled)}");

    /// <summary>The tenant as it would be then.</summary>
    /// <error code="tenant.spec.invalid">A value is outside its range.</error>
    /// <error code="schedule.text.invalid">What is to say when it is copied says no times.</error>
    public Result<Tenant, LobsterError> ApplyTo(Tenant tenant)
    {
        var mode = tenant.Mode;
        if (Mode is not null && !StateNames.TryParse(Mode, out mode))
            return new LobsterError(TenantErrors.SpecInvalid, $"'{PlainText.Of(Mode, 32)}' is no mode", "a mode is auto, manual or always-on");
        if (IdleAfterMs is not (null or 0 or (>= ShortestIdleMs and <= LongestIdleMs)))
            return new LobsterError(TenantErrors.SpecInvalid, string.Create(CultureInfo.InvariantCulture, $"idleAfterMs is {IdleAfterMs}, must be {ShortestIdleMs} to {LongestIdleMs}, or 0 for as configured"));
        if (SnapsOf(tenant).TryGetError(out var badSnaps, out var snaps)) return badSnaps;
        if (TenantLabels.Change(tenant.Labels, Labels, Unlabelled).TryGetError(out var badLabel, out var labels)) return badLabel;
        var size = new VmSize(Vcpus ?? tenant.Size.Vcpus, MemoryMib ?? tenant.Size.MemoryMib);
        if (TenantLimits.FaultsOf(size, tenant.DiskBytes) is { Count: > 0 } faults) return new LobsterError(TenantErrors.SpecInvalid, string.Join("; ", faults));
        return tenant with
        {
            Size = size,
            Mode = mode,
            IdleAfterMs = IdleAfterMs switch { null => tenant.IdleAfterMs, 0 => null, var wanted => wanted },
            Snaps = snaps,
            Labels = labels,
        };
    }

    private Result<SnapRule, LobsterError> SnapsOf(Tenant tenant)
    {
        if (SnapKeep is not (null or (>= 0 and <= SnapRule.MostKept)))
            return new LobsterError(TenantErrors.SpecInvalid, string.Create(CultureInfo.InvariantCulture, $"snapKeep is {SnapKeep}, must be 1 to {SnapRule.MostKept}, or 0 for as configured"));
        var keep = SnapKeep switch { null => tenant.Snaps.Keep, 0 => null, var most => most };
        return SnapEvery switch
        {
            null => new SnapRule(tenant.Snaps.Every, keep),
            NoSnaps => new SnapRule(null, keep),
            var text => SnapTimes.Parse(text).Map(times => new SnapRule(times.Text, keep)),
        };
    }
}
