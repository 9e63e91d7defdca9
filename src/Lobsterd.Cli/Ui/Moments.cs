using System.Globalization;

namespace Lobsterd.Cli.Ui;

/// <summary>Moments as people write them: how long ago, or when.</summary>
internal static class Moments
{
    /// <summary>How a moment may be written, for help and errors.</summary>
    internal const string Rule = "a number with s, m, h or d (90s ago, 2h ago), or a moment such as 2030-01-31T12:00:00Z";

    private const int LongestNumber = 9;

    /// <summary>Reads one; null when it is none.</summary>
    internal static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (SpanOf(text) is { } ago) return now - DateTimeOffset.UnixEpoch > ago ? now - ago : DateTimeOffset.UnixEpoch;
        return text.Length >= "2030-01-31".Length && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToUniversalTime() : null;
    }

    /// <summary>A moment for people, to the second and in UTC; <see cref="Parse"/> reads it back.</summary>
    internal static string ToText(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>A moment as the API takes it in a query.</summary>
    internal static string ToQuery(DateTimeOffset moment) => Uri.EscapeDataString(moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    private static TimeSpan? SpanOf(string text)
    {
        if (text.Length is < 2 or > LongestNumber || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(Math.Min(number, 1_000_000)),
            'd' => TimeSpan.FromDays(Math.Min(number, 100_000)),
            _ => null,
        };
    }
}
