using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Storage;

/// <summary>A tenant's writable disk as it shall be.</summary>
/// <param name="Owner">Whose it is; the file belongs to the slot's UID, mode 0600.</param>
/// <param name="SizeBytes">Apparent size, 64 MiB to 16 TiB, a multiple of 1 MiB.</param>
public sealed record EnsureOverlayInput(VmOwner Owner, long SizeBytes)
{
    /// <summary>Absolute path of the disk that a new one is a copy of, of the same size; null for an empty one.</summary>
    public string? Origin { get; init; }
}
