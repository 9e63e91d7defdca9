namespace Lobsterd.Domain.Secrets;

/// <summary>A secret of a tenant.</summary>
/// <param name="Key">A variable's name.</param>
/// <param name="Value">What must stay secret.</param>
/// <param name="SetAt">When it was set last.</param>
public sealed record TenantSecret(string Key, string Value, DateTimeOffset SetAt)
{
    /// <summary>The key alone.</summary>
    public override string ToString() => Key;
}
