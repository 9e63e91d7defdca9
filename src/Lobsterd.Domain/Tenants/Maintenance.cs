namespace Lobsterd.Domain.Tenants;

/// <summary>An operator's word that a tenant is to be left alone for a while.</summary>
/// <param name="Until">When it ends by itself (UTC).</param>
/// <param name="Why">Their reason, for people.</param>
public sealed record Maintenance(DateTimeOffset Until, string Why)
{
    /// <summary>Longest reason, in characters.</summary>
    public const int LongestWhy = 200;

    /// <summary>Longest time.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);
}
