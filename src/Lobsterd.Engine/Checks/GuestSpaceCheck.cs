using System.Globalization;
using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the guest's disk has room.</summary>
public sealed class GuestSpaceCheck() : TenantCheck(HealthChecks.GuestSpace)
{
    private const long Mebibyte = 1L << 20;
    private const long LeastFree = 16 * Mebibyte;

    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken)
    {
        if ((await look.AskGuestAsync(cancellationToken)).TryGetError(out var error, out var answer)) return Observation.Unknown(error.FullMessage);
        var stats = answer.Stats;
        var free = string.Create(CultureInfo.InvariantCulture, $"{stats.DiskFreeBytes / Mebibyte} MiB of {stats.DiskTotalBytes / Mebibyte} MiB are free");
        return stats.DiskFreeBytes < LeastFree ? Observation.Failed(free) : Observation.Healthy(free);
    }
}
