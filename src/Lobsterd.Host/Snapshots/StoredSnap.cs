using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Images;

namespace Lobsterd.Host.Snapshots;

/// <summary>A snap's manifest, <c>manifest.json</c>: beside its disk, and first in its archive.</summary>
internal sealed record StoredSnap
{
    /// <summary>The only form that there is yet.</summary>
    internal const int CurrentSchema = 1;

    public required int Schema { get; init; }

    public required string Id { get; init; }

    public required Guid TenantId { get; init; }

    public required string Tenant { get; init; }

    public string? Label { get; init; }

    public required string Cause { get; init; }

    public required string Image { get; init; }

    public required string ImageName { get; init; }

    public required string Workload { get; init; }

    public required int Port { get; init; }

    public required long DiskBytes { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    public required double FrozenMs { get; init; }

    public required long ContentBytes { get; init; }

    public required string Sha256 { get; init; }

    internal static StoredSnap Of(Snap snap) => new()
    {
        Schema = CurrentSchema,
        Id = snap.Id.Value,
        TenantId = snap.TenantId,
        Tenant = snap.Tenant.Value,
        Label = snap.Label,
        Cause = StateNames.Of(snap.Cause),
        Image = snap.Image,
        ImageName = snap.ImageName,
        Workload = snap.Workload,
        Port = snap.Port,
        DiskBytes = snap.DiskBytes,
        MadeAt = snap.MadeAt,
        MadeBy = snap.MadeBy,
        FrozenMs = snap.Frozen.TotalMilliseconds,
        ContentBytes = snap.ContentBytes,
        Sha256 = snap.Sha256,
    };

    /// <summary>The snap that it tells of; it may be a stranger's, so every member is checked.</summary>
    internal Result<Snap, LobsterError> ToSnap()
    {
        if (Schema != CurrentSchema) return Wrong($"its form is {Schema}, this lobsterd knows {CurrentSchema}");
        if (SnapId.Parse(Id).TryGetError(out var error, out var id)) return error;
        if (TenantName.Parse(Tenant).TryGetError(out error, out var tenant)) return error;
        if (Label is not null && SnapLabel.Check(Label).TryGetError(out error)) return error;
        if (!StateNames.TryParse<SnapCause>(Cause, out var cause)) return Wrong("its cause is none");
        if (!ContentHash.IsHash(Image) || !ContentHash.IsHash(Sha256)) return Wrong("a hash is none");
        if (!IsWord(ImageName) || !IsWord(Workload) || !IsWord(MadeBy)) return Wrong("a name is empty, too long or not plain");
        if (Port is < 1 or > 65_535 || FrozenMs is not (>= 0 and < 86_400_000)) return Wrong("a number is out of range");
        if (TenantLimits.FaultsOf(new VmSize(1, 64), DiskBytes) is { Count: > 0 } faults) return Wrong(faults[0]);
        if (ContentBytes < 0 || ContentBytes > DiskBytes || ContentBytes % DiskPieces.Size != 0) return Wrong("its content is no number of pieces of its disk");
        return new Snap
        {
            Id = id,
            TenantId = TenantId,
            Tenant = tenant,
            Label = Label,
            Cause = cause,
            Image = Image,
            ImageName = ImageName,
            Workload = Workload,
            Port = Port,
            DiskBytes = DiskBytes,
            MadeAt = MadeAt,
            MadeBy = MadeBy,
            Frozen = TimeSpan.FromMilliseconds(FrozenMs),
            ContentBytes = ContentBytes,
            Sha256 = Sha256,
        };
    }

    private static bool IsWord(string text) => text.Length is > 0 and <= 200 && PlainText.Of(text, 200) == text;

    private static LobsterError Wrong(string why) => new(SnapErrors.Damaged, why);
}
