namespace Lobsterd.Linux.Processes;

/// <summary>The identity of the kernel's present boot.</summary>
public static class BootId
{
    /// <summary><c>/proc/sys/kernel/random/boot_id</c>; the same for every process of the host until it reboots.</summary>
    public static Guid Current { get; } = Guid.Parse(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());
}
