using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Admission;

/// <summary>Whether the host has room for one more tenant. Slots are counted where they are given out.</summary>
public sealed class SpawnAdmission(IHostCapacity capacity, IHostPosture posture, FreeableMemory freeable, LobsterdConfig config)
{
    private const long Mebibyte = 1L << 20;

    // What a fresh overlay and a VM's files take before the guest has written anything.
    private const long FirstBytesOnDisk = 64 * Mebibyte;

    /// <summary>Decides about a tenant of a size, beside those in the registry.</summary>
    /// <error code="host.posture.refused">The host is not as safe as the configuration demands.</error>
    /// <error code="tenant.memory.exhausted">Memory is short; the message says by how much.</error>
    /// <error code="storage.disk.exhausted">The disk's reserve would be touched; the message says by how much.</error>
    public UnitResult<LobsterError> Decide(RegistrySnapshot registry, Tenant draft) => Decide(registry, draft.Size, draft.Id);

    /// <summary>Decides about a VM of a size, beside those in the registry.</summary>
    /// <param name="registry">The registry as it is.</param>
    /// <param name="size">The VM's.</param>
    /// <param name="except">The tenant that it is for, if it has an entry already.</param>
    /// <error code="host.posture.refused">The host is not as safe as the configuration demands.</error>
    /// <error code="tenant.memory.exhausted">Memory is short; the message says by how much.</error>
    /// <error code="storage.disk.exhausted">The disk's reserve would be touched; the message says by how much.</error>
    public UnitResult<LobsterError> Decide(RegistrySnapshot registry, VmSize size, Guid? except)
    {
        if (posture.Admit().TryGetError(out var unsafeHost)) return unsafeHost;
        if (capacity.Read().TryGetError(out var unread, out var host)) return unread;

        // A tenant that is being spawned will take memory that the kernel still counts as available.
        var promised = registry.Tenants.Values
            .Where(tenant => tenant.Observed is ObservedState.Spawning or ObservedState.Starting && tenant.Id != except)
            .Sum(tenant => tenant.Size.MemoryMib * Mebibyte);
        var needed = (size.MemoryMib + config.Hypervisor.MemoryReserveMib) * Mebibyte;
        var missing = needed + promised - host.AvailableMemoryBytes;
        if (missing > freeable.Bytes)
        {
            return new LobsterError(
                AdmissionErrors.MemoryExhausted,
                $"memory is short by {InMebibytes(missing)} MiB for a tenant of {size.MemoryMib} MiB",
                "ask for less with --memory, evict a tenant, or lower hypervisor.memoryReserveMib; idle tenants of mode auto are counted as free already");
        }

        var reserve = ReserveOf(config.Overlay, host);
        var lacking = reserve + FirstBytesOnDisk - host.FreeDiskBytes;
        if (lacking > 0)
        {
            return new LobsterError(
                StorageErrors.DiskExhausted,
                $"the disk is short by {InMebibytes(lacking)} MiB: {InMebibytes(host.FreeDiskBytes)} MiB are free and {InMebibytes(reserve)} MiB are kept in reserve",
                "free some space, or lower overlay.reserveBytes");
        }

        // Idle tenants make room for it, from now on and beside its spawn.
        if (missing > 0) freeable.Promise((size.MemoryMib * Mebibyte) + promised);
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>What must stay free on the disks' file system, in bytes: as configured, else the larger of 5 % of it and 1 GiB.</summary>
    public static long ReserveOf(OverlayConfig config, HostCapacity host) => config.ReserveBytes ?? Math.Max(host.TotalDiskBytes / 20, 1L << 30);

    private static long InMebibytes(long bytes) => (bytes + Mebibyte - 1) / Mebibyte;
}
