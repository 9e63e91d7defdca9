namespace Lobsterd.Domain.Hypervisors;

/// <summary>Which boot of the host this is; what lives in the kernel dies with it.</summary>
public interface IHostBoot
{
    /// <summary><c>/proc/sys/kernel/random/boot_id</c>.</summary>
    Guid BootId { get; }
}
