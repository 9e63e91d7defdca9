namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>CPUs and memory.</summary>
/// <param name="VcpuCount">1 to 32.</param>
/// <param name="MemSizeMib">Memory in MiB.</param>
internal sealed record MachineConfig(int VcpuCount, int MemSizeMib);
