namespace Lobsterd.Guest.Machine;

/// <summary>Who the machine is by what its programs read, and not by what it was told.</summary>
/// <param name="MachineId">As its file has it.</param>
/// <param name="BootId">As the kernel's file has it.</param>
/// <param name="HostName">The kernel's.</param>
/// <param name="NowUnixMs">The wall clock, in milliseconds since 1970-01-01 UTC.</param>
internal sealed record MachineProof(string MachineId, string BootId, string HostName, long NowUnixMs);
