using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Tenants;

/// <summary>What people and programs write on tenants to find them by: words of theirs, which mean nothing to lobsterd.</summary>
public static partial class TenantLabels
{
    /// <summary>The rule, for messages.</summary>
    public const string Rule = "a label is KEY=VALUE: the key 1 to 63 of a-z, 0-9 and . _ / -, a letter or digit at both ends; the value up to 256 characters of one line";

    /// <summary>Most labels of one tenant.</summary>
    public const int Most = 32;

    private const int LongestValue = 256;

    /// <summary>None.</summary>
    public static readonly IReadOnlyDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Labels as somebody wrote them down, checked and sorted by key.</summary>
    /// <error code="tenant.spec.invalid">One breaks the rule, or there are too many.</error>
    public static Result<IReadOnlyDictionary<string, string>, LobsterError> Of(IReadOnlyDictionary<string, string> labels) => Change(None, labels, []);

    /// <summary>Labels with some set and some taken away, sorted by key.</summary>
    /// <param name="labels">As they are.</param>
    /// <param name="set">New ones, and new values.</param>
    /// <param name="removed">Keys; one that is not there is no fault.</param>
    /// <error code="tenant.spec.invalid">One breaks the rule, or there would be too many.</error>
    public static Result<IReadOnlyDictionary<string, string>, LobsterError> Change(
        IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> set, IReadOnlyList<string> removed)
    {
        foreach (var (key, value) in set)
            if (!IsSound(key, value)) return new LobsterError(TenantErrors.SpecInvalid, $"the label '{PlainText.Of(key, 64)}' breaks the rule", Rule);
        var changed = labels.ToImmutableSortedDictionary(StringComparer.Ordinal).RemoveRange(removed).SetItems(set);
        return changed.Count <= Most ? changed : new LobsterError(TenantErrors.SpecInvalid, $"a tenant has at most {Most} labels, and would have {changed.Count}");
    }

    /// <summary>Whether a label keeps the rule.</summary>
    public static bool IsSound(string key, string value) => Key().IsMatch(key) && value.Length <= LongestValue && !value.Any(char.IsControl);

    [GeneratedRegex("^[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
