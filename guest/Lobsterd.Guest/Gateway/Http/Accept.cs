using System.Globalization;

namespace Lobsterd.Guest.Gateway.Http;

/// <summary>What a client would rather read (RFC 9110, section 12.5.1).</summary>
internal static class Accept
{
    /// <summary>Whether one type is named, and wanted no less than another. A type that is not named at all is never preferred: <c>*/*</c> asks for what is
    /// usual.</summary>
    /// <param name="values">The values of the field <c>Accept</c>.</param>
    /// <param name="wanted">The type that may be preferred, e.g. <c>text/html</c>.</param>
    /// <param name="usual">The type that is sent otherwise.</param>
    internal static bool Prefers(IEnumerable<string> values, string wanted, string usual)
    {
        var (wantedWeight, usualWeight) = (0.0, 0.0);
        foreach (var range in values.SelectMany(value => value.Split(',')))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0].Equals(wanted, StringComparison.OrdinalIgnoreCase)) wantedWeight = WeightOf(parts);
            if (parts[0].Equals(usual, StringComparison.OrdinalIgnoreCase)) usualWeight = WeightOf(parts);
        }

        return wantedWeight > 0 && wantedWeight >= usualWeight;
    }

    private static double WeightOf(string[] parts)
    {
        var weight = parts.Skip(1).FirstOrDefault(part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        if (weight is null) return 1;
        return double.TryParse(weight.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
