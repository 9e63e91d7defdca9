using Lobsterd.Domain.Snapshots;

namespace Lobsterd.Engine.Commands.Snap;

/// <summary>What somebody asks for.</summary>
/// <param name="Tenant">The tenant's name, unchecked.</param>
public sealed record SnapRequest(string Tenant)
{
    /// <summary>A label, unchecked; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Whether the VM may be stopped for it, and started again.</summary>
    public bool MayStop { get; init; }

    /// <summary>Why.</summary>
    public SnapCause Cause { get; init; } = SnapCause.Request;
}
