using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>Which saved memory a VM maps.</summary>
/// <param name="Memfd">The memfd.</param>
/// <param name="Source">The memory file that it was read from.</param>
internal sealed record VmRecordRam(FileIdentity Memfd, FileIdentity Source);
