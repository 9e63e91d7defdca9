namespace Lobsterd.Engine.Commands.Molt;

/// <summary>What an operator asks to be looked at and repaired.</summary>
/// <param name="Names">The tenants, unchecked; empty for all.</param>
/// <param name="IsDryRun">Whether to look only, and say what would be done.</param>
public sealed record MoltRequest(IReadOnlyList<string> Names, bool IsDryRun)
{
    /// <summary>Whether what all tenants share is looked at and repaired too.</summary>
    public bool IsOfHost { get; init; } = true;
}
