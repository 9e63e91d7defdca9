namespace Lobsterd.Protocol.Reef;

/// <summary>What is to be checked and repaired.</summary>
public sealed record MoltBody
{
    /// <summary>The tenants' names; absent or empty for all.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Whether to look only, and say what would be done.</summary>
    public bool DryRun { get; init; }
}
