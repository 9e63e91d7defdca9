using System.Globalization;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Admission;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the disks' file system has its reserve.</summary>
public sealed class HostDiskCheck(IHostCapacity capacity, LobsterdConfig config) : HostCheck(HealthChecks.HostDisk)
{
    private const long Mebibyte = 1L << 20;

    /// <inheritdoc/>
    public override Task<Observation> LookAsync(CancellationToken cancellationToken)
    {
        if (capacity.Read().TryGetError(out var error, out var host)) return Task.FromResult(Observation.Unknown(error.FullMessage));
        var reserve = SpawnAdmission.ReserveOf(config.Overlay, host);
        var told = string.Create(CultureInfo.InvariantCulture, $"{host.FreeDiskBytes / Mebibyte} MiB are free, {reserve / Mebibyte} MiB are the reserve");
        return Task.FromResult(host.FreeDiskBytes < reserve ? Observation.Failed(told) : Observation.Healthy(told));
    }
}
