using System.CommandLine.Parsing;
using System.Globalization;

namespace Lobsterd.Cli.Commands;

/// <summary>Reads lengths of time: a number with s, m, h or d.</summary>
internal static class Lengths
{
    /// <summary>For an option's parser; a text that is no such length is its error.</summary>
    internal static TimeSpan? Parse(ArgumentResult result)
    {
        if (Of(result.Tokens[0].Value) is { } length) return length;
        result.AddError($"'{result.Tokens[0].Value}' is no time: a number with s, m, h or d, e.g. 30d");
        return null;
    }

    /// <summary>The length that a text says; null when it says none.</summary>
    internal static TimeSpan? Of(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' when number <= 36_500 => TimeSpan.FromDays(number),
            _ => null,
        };
    }
}
