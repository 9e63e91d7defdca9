using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Operations;

/// <summary>Reads how long a client would rather wait for the end of what it starts than be told its place: <c>Prefer: wait=30</c> (RFC 7240).</summary>
internal static class WaitPreference
{
    private const int Longest = 60;    // seconds

    /// <summary>The seconds, at most a minute; null when the client says nothing of it, or nothing that makes sense: a preference is no demand.</summary>
    internal static int? Of(HttpRequest request)
    {
        foreach (var header in request.Headers["Prefer"])
        {
            foreach (var part in header!.Split(',', ';'))
            {
                var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
                if (pair is not ["wait", var text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) continue;
                return seconds > 0 ? Math.Min(seconds, Longest) : null;
            }
        }

        return null;
    }
}
