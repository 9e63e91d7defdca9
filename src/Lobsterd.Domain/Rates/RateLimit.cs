using System.Globalization;
using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Rates;

/// <summary>How much may pass a device of a tenant's.</summary>
/// <param name="Bytes">In bytes; null for any number.</param>
/// <param name="Operations">In operations; null for any number.</param>
public sealed partial record RateLimit(RateBucket? Bytes, RateBucket? Operations = null)
{
    /// <summary>How one is written, for help and errors.</summary>
    public const string Rule = "RATE[:BURST] in bytes a second with K, M or G (binary), 128K to 4095M; a burst is at least one second's worth, and that where it is left out";

    /// <summary>The same, where operations count too.</summary>
    public const string RuleWithOperations = "RATE[:BURST], as --rx, or N[:BURST]iops, or both with a comma between";

    /// <summary>What stands for no limit, where the configuration has one.</summary>
    public const string None = "none";

    // A segment that a card hands over whole is 64 KiB: a bucket that holds less would let none pass, ever.
    private const long LeastBytes = 128L << 10;

    // What nft_limit(4) can count: a second's worth and a burst, in nanoseconds, fit 64 bits, and a burst is of 32.
    private const long MostBytes = 4_095L << 20;
    private const long LeastOperations = 10;
    private const long MostOperations = 10_000_000;
    private const string Operation = "iops";
    private const string Units = "KMG";

    /// <summary>Reads one, e.g. <c>10M</c>, <c>10M:40M</c>, <c>500iops</c>, <c>50M:100M,500:1000iops</c>.</summary>
    /// <param name="text">As a person wrote it.</param>
    /// <param name="countsOperations">Whether it may say something of operations.</param>
    /// <error code="tenant.spec.invalid">It is none, or outside its range.</error>
    public static Result<RateLimit, LobsterError> Parse(string text, bool countsOperations)
    {
        var parts = text.Split(',');
        if (parts.Length > 2) return Invalid(text, countsOperations);
        RateBucket? bytes = null, operations = null;
        foreach (var part in parts)
        {
            if (part.EndsWith(Operation, StringComparison.Ordinal) && countsOperations && operations is null)
                operations = BucketOf(part[..^Operation.Length], LeastOperations, MostOperations);
            else if (bytes is null && operations is null)
                bytes = BucketOf(part, LeastBytes, MostBytes);
            else return Invalid(text, countsOperations);
            if ((operations ?? bytes) is null) return Invalid(text, countsOperations);
        }
        return parts.Length == 2 && (bytes is null || operations is null) ? Invalid(text, countsOperations) : new RateLimit(bytes, operations);
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Join(',', ((string?[])
    [
        Bytes is { } bytes ? Written(bytes) : null,
        Operations is { } operations ? Written(operations) + Operation : null,
    ]).OfType<string>());

    private static RateBucket? BucketOf(string text, long least, long most)
    {
        var match = Bucket().Match(text);
        if (!match.Success || AmountOf(match.Groups[1].Value) is not { } rate || rate < least || rate > most) return null;
        var burst = match.Groups[2].Success ? AmountOf(match.Groups[2].Value) : rate;
        return burst >= rate && burst <= most ? new RateBucket(rate, burst.Value) : null;
    }

    private static long? AmountOf(string text)
    {
        var power = Units.IndexOf(text[^1], StringComparison.Ordinal) + 1;
        return long.TryParse(power > 0 ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number << (10 * power) : null;
    }

    private static string Written(RateBucket bucket) => bucket.Burst == bucket.PerSecond ? Written(bucket.PerSecond) : $"{Written(bucket.PerSecond)}:{Written(bucket.Burst)}";

    // In the largest unit that says it exactly.
    private static string Written(long amount)
    {
        var power = 0;
        while (power < Units.Length && amount % 1_024 == 0) (amount, power) = (amount / 1_024, power + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{amount}{(power > 0 ? Units[(power - 1)..power] : "")}");
    }

    private static LobsterError Invalid(string text, bool countsOperations) =>
        new(TenantErrors.SpecInvalid, $"'{PlainText.Of(text, 64)}' is no rate", $"a rate is {Rule}{(countsOperations ? $"; of a disk also N[:BURST]{Operation}, {LeastOperations} to {MostOperations}" : "")}");

    [GeneratedRegex("^([0-9]{1,10}[KMG]?)(?::([0-9]{1,10}[KMG]?))?\\z")]
    private static partial Regex Bucket();
}
