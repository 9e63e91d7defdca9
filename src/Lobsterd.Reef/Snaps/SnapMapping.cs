using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Reef.Snaps;

/// <summary>Turns snaps into what the API shows of them.</summary>
internal static class SnapMapping
{
    internal static SnapBody ToBody(Snap snap) => new()
    {
        Id = snap.Id.Value,
        Tenant = snap.Tenant.Value,
        TenantId = snap.TenantId,
        Label = snap.Label,
        Cause = StateNames.Of(snap.Cause),
        Image = snap.ImageName,
        ImageHash = snap.Image,
        DiskBytes = snap.DiskBytes,
        ContentBytes = snap.ContentBytes,
        Sha256 = snap.Sha256,
        FrozenMs = Math.Round(snap.Frozen.TotalMilliseconds, 3),
        MadeAt = snap.MadeAt,
        MadeBy = snap.MadeBy,
        Damaged = snap.IsDamaged,
    };

    internal static SnapList ToList(IEnumerable<Snap> snaps) => new([.. snaps.Select(ToBody)]);
}
