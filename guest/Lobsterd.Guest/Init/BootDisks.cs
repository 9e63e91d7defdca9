using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Loop;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Uevents;

namespace Lobsterd.Guest.Init;

/// <summary>The two disks of a VM.</summary>
/// <param name="Image">Device of the read-only image, e.g. <c>/dev/vda</c>.</param>
/// <param name="Overlay">Device of the tenant's writable disk.</param>
internal sealed record BootDisks(string Image, string Overlay)
{
    private const string BlockDevices = "/sys/class/block";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Finds them, waiting for the kernel to tell of devices as long as one is missing.</summary>
    /// <param name="loop">Whose thread we are on.</param>
    /// <param name="events">Opened before the modules were loaded, so that no device was missed.</param>
    /// <error code="guest.init.disks-missing">One did not appear in 10 s.</error>
    internal static async Task<Result<BootDisks, LobsterError>> FindAsync(EventLoop loop, UeventSocket events)
    {
        if (loop.Watch(events.Descriptor).TryGetError(out var error, out var watch)) return error;
        using (watch)
        using (var deadline = new CancellationTokenSource(Patience, loop.Clock))
        {
            while (true)
            {
                events.Drain();
                var (image, overlay) = Look();
                if (image is not null && overlay is not null) return new BootDisks(image, overlay);
                try
                {
                    await watch.WaitReadableAsync(deadline.Token);
                }
                catch (OperationCanceledException)
                {
                    return new LobsterError(InitErrors.DisksMissing, $"no {(image is null ? "squashfs image" : $"ext4 labelled {Superblock.OverlayLabel}")} among the disks");
                }
            }
        }
    }

    private static (string? Image, string? Overlay) Look()
    {
        var (image, overlay) = (default(string), default(string));
        foreach (var entry in Directory.EnumerateFileSystemEntries(BlockDevices))
        {
            var device = Path.Combine("/dev", Path.GetFileName(entry));
            switch (Superblock.Read(StartOf(device)))
            {
                case DiskKind.Image:
                    image ??= device;
                    break;
                case DiskKind.Overlay:
                    overlay ??= device;
                    break;
            }
        }

        return (image, overlay);
    }

    private static ReadOnlySpan<byte> StartOf(string device)
    {
        // A device that is just going away, or an empty drive: not one of ours.
        if (!Fd.Open(device, OpenFlags.ReadOnly).TryGetValue(out var opened)) return [];
        using var disk = opened;
        var start = new byte[Superblock.NeededBytes];
        return disk.Read(start).TryGetValue(out var count) ? start.AsSpan(0, count ?? 0) : [];
    }
}
