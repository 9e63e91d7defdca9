using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>Which saved memory a VM maps.</summary>
/// <param name="Memfd">The memfd.</param>
/// <param name="Source">The memory file that it was read from (<see cref="FileIdentity.ApartFromLinks"/>).</param>
/// <param name="Origin">Where that file lay, and what it holds; null in what an older service wrote down, whose VM is saved whole.</param>
internal sealed record VmRecordRam(FileIdentity Memfd, FileIdentity Source, RamOrigin? Origin = null);
