using System.Globalization;

namespace Lobsterd.Domain.Snapshots;

/// <summary>What a tenant has of its own about its snaps, beside what the configuration says of all.</summary>
/// <param name="Every">When they are taken by themselves, as <see cref="SnapTimes"/> has it; null: when the configuration wants them. Text: a host
/// without that time zone must still be able to read its registry.</param>
/// <param name="Keep">Most snaps without a label that are kept of it, 1 to <see cref="MostKept"/>, the oldest go first; null: as many as the configuration says.</param>
public sealed record SnapRule(string? Every, int? Keep)
{
    /// <summary>The largest bound on how many are kept.</summary>
    public const int MostKept = 100_000;

    /// <summary>Nothing of its own.</summary>
    public static readonly SnapRule None = new(null, null);

    /// <summary>For people: <c>every 6h, 28 kept</c>.</summary>
    public string Words => $"{TimesWords}, {(Keep is { } most ? most.ToString(CultureInfo.InvariantCulture) : "as many as configured")} kept";

    private string TimesWords => Every switch
    {
        null => "when configured",
        _ when SnapTimes.IsCalendar(Every) => $"at {Every}",
        _ => $"every {Every}",
    };
}
