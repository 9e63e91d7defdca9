using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Host.Setup;

/// <summary>This boot of the host, read once.</summary>
/// <param name="bootId"><c>/proc/sys/kernel/random/boot_id</c>.</param>
public sealed class HostBoot(Guid bootId) : IHostBoot
{
    /// <inheritdoc/>
    public Guid BootId => bootId;

    /// <summary>Reads it (proc(5)).</summary>
    public static HostBoot Read() => new(Guid.Parse(File.ReadAllText("/proc/sys/kernel/random/boot_id")));
}
