namespace Lobsterd.Host.Registry;

/// <summary>A tenant's own rule for its snaps as <c>registry.json</c> holds it; what is not there is as configured.</summary>
internal sealed record StoredSnapRule
{
    public string? Every { get; init; }

    public int? Keep { get; init; }
}
