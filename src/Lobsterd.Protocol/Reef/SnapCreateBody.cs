namespace Lobsterd.Protocol.Reef;

/// <summary>Asks for a snap of a tenant's disk.</summary>
public sealed record SnapCreateBody
{
    /// <summary>By which it can be found again; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Whether the VM is stopped for it, and started again.</summary>
    public bool Stop { get; init; }
}
