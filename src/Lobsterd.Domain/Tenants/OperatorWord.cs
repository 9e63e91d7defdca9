namespace Lobsterd.Domain.Tenants;

/// <summary>An operator's word about a tenant that is good for a while: that the watchdog leaves it alone, or that it stays awake.</summary>
/// <param name="Until">When it ends by itself (UTC).</param>
/// <param name="Why">Their reason, for people.</param>
public sealed record OperatorWord(DateTimeOffset Until, string Why)
{
    /// <summary>Longest reason, in characters.</summary>
    public const int LongestWhy = 200;

    /// <summary>Longest time.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Whether it is still good at an instant.</summary>
    public bool IsGoodAt(DateTimeOffset instant) => Until > instant;
}
