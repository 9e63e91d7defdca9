namespace Lobsterd.Domain.Tenants;

/// <summary>How large a VM is.</summary>
/// <param name="Vcpus">Virtual CPUs, 1 to 32.</param>
/// <param name="MemoryMib">Guest RAM in MiB, 64 to 1,048,576.</param>
public sealed record VmSize(int Vcpus, int MemoryMib);
