using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Secrets;

/// <summary>What a secret may be. All of a tenant's fit into one message to its agent.</summary>
public static class SecretRules
{
    /// <summary>Most secrets of a tenant.</summary>
    public const int Most = 64;

    /// <summary>Longest key in characters.</summary>
    public const int LongestKey = 128;

    /// <summary>Longest value in bytes of UTF-8.</summary>
    public const int LongestValue = 16 << 10;

    /// <summary>All values of a tenant in bytes of UTF-8.</summary>
    public const int LongestTotal = 64 << 10;

    /// <summary>Whether a text can be a key.</summary>
    public static bool IsKey(string key) =>
        key.Length is > 0 and <= LongestKey && !char.IsAsciiDigit(key[0]) && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>Checks all of a tenant's; an error never repeats a value.</summary>
    /// <param name="tenant">Whose, for the message.</param>
    /// <param name="values">Values by key.</param>
    /// <error code="secret.value.invalid">A key or value breaks its rule.</error>
    /// <error code="secret.count.exhausted">They are too many, or too long in all.</error>
    public static UnitResult<LobsterError> Check(string tenant, IEnumerable<KeyValuePair<string, string>> values)
    {
        var (count, total) = (0, 0);
        foreach (var (key, value) in values)
        {
            if (Check(key, value).TryGetError(out var invalid)) return invalid;
            count++;
            total += Encoding.UTF8.GetByteCount(value);
        }

        return count > Most || total > LongestTotal
            ? new LobsterError(SecretErrors.TooMany, $"{tenant} may have {Most} secrets of {LongestTotal} bytes in all", "lobsterd secrets rm makes room")
            : UnitResult.Success<LobsterError>();
    }

    /// <summary>Checks a secret; an error never repeats the value.</summary>
    /// <error code="secret.value.invalid">Key or value breaks its rule.</error>
    public static UnitResult<LobsterError> Check(string key, string value)
    {
        if (!IsKey(key)) return new LobsterError(SecretErrors.Invalid, $"a secret's key is of letters, digits and underscores, at most {LongestKey}, and starts with no digit");
        if (value.Length == 0) return new LobsterError(SecretErrors.Invalid, $"the value of {key} is empty");
        if (value.Contains('\0', StringComparison.Ordinal)) return new LobsterError(SecretErrors.Invalid, $"the value of {key} holds a zero byte");
        return Encoding.UTF8.GetByteCount(value) > LongestValue
            ? new LobsterError(SecretErrors.Invalid, $"the value of {key} is longer than {LongestValue} bytes")
            : UnitResult.Success<LobsterError>();
    }
}
