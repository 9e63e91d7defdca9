using System.Globalization;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Logs;

/// <summary>Which lines a client wants.</summary>
/// <param name="Tail">How many of the last ones.</param>
/// <param name="Since">Those since this moment.</param>
/// <param name="IsFollowing">Whether it stays for what comes.</param>
internal sealed record LogQuery(int Tail, DateTimeOffset Since, bool IsFollowing)
{
    internal const int LongestTail = 100_000;

    /// <summary>What a value may be.</summary>
    internal const string Rule = "tail is a number from 0 to 100,000, since is a moment such as 2030-01-31T12:00:00Z";

    private const int DefaultTail = 100;

    /// <summary>Declares what <see cref="Read"/> reads.</summary>
    internal static ReefRoute Declare(ReefRoute route) => route
        .Query("tail", "How many of the last lines, 0 to 100,000; 100 unless said otherwise, all with since.", QueryShape.Number)
        .Query("since", "Only what was written since a moment (RFC 3339), by the guest's clock.")
        .Query("follow", "Whether to go on with what comes.", QueryShape.Flag);

    /// <summary>Reads it; null when a value is none.</summary>
    internal static LogQuery? Read(HttpRequest request)
    {
        var since = DateTimeOffset.MinValue;
        var moment = request.Query["since"].ToString();
        if (moment.Length > 0 && !DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out since)) return null;
        var tail = moment.Length > 0 ? LongestTail : DefaultTail;
        var number = request.Query["tail"].ToString();
        if (number.Length > 0 && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out tail) && tail <= LongestTail)) return null;
        return new LogQuery(tail, since, QueryParameter.Flag(request.Query, "follow"));
    }
}
