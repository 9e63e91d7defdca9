using System.Collections.Frozen;
using System.Text.Json;

namespace Lobsterd.Domain.Tenants;

/// <summary>The words of states and modes outside the program, in files and on the wire: kebab case, e.g. <c>always-on</c>.</summary>
public static class StateNames
{
    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Words<T>.Of[value];

    /// <summary>The value of a word; false when there is none.</summary>
    public static bool TryParse<T>(string word, out T value)
        where T : struct, Enum => Words<T>.Values.TryGetValue(word, out value);

    private static class Words<T>
        where T : struct, Enum
    {
        internal static readonly FrozenDictionary<T, string> Of =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

        internal static readonly FrozenDictionary<string, T> Values = Of.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
