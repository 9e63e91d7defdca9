namespace Lobsterd.Domain.Config;

/// <summary>When snaps are taken by themselves, and of whom.</summary>
public sealed record SnapScheduleConfig
{
    /// <summary>When: a cron expression of five fields, minute to day of week.</summary>
    public string Cron { get; init; } = "";

    /// <summary>Where that time is told, by its name in the time zone database.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Of whom: names, in which * stands for any letters.</summary>
    public IReadOnlyList<string> Tenants { get; init; } = ["*"];

    /// <summary>Only of those with this label, <c>KEY=VALUE</c>, or <c>KEY</c> whatever its value; null: of all of them.</summary>
    public string? Label { get; init; }
}
