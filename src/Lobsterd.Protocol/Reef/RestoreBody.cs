namespace Lobsterd.Protocol.Reef;

/// <summary>Asks for a tenant to get the disk of one of its snaps.</summary>
public sealed record RestoreBody
{
    /// <summary>The snap's id or label.</summary>
    public required string Snap { get; init; }

    /// <summary>Whether a snap is made of the disk that is replaced.</summary>
    public bool Keep { get; init; }
}
