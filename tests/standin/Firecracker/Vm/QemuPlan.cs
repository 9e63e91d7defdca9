namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>The machine that a QEMU shall be.</summary>
/// <param name="Cpus">Virtual CPUs.</param>
/// <param name="MemoryMib">Memory.</param>
/// <param name="Kernel">What it boots; null when it goes on from a memory file.</param>
/// <param name="Initrd">Its initial RAM disk.</param>
/// <param name="BootArguments">What its kernel is told.</param>
/// <param name="TscKilohertz">The rate of its clock.</param>
/// <param name="Drives">Its disks.</param>
/// <param name="Tap">Its network interface's other end.</param>
/// <param name="Mac">That interface's address.</param>
/// <param name="MemoryFile">Where it goes on from, as a path in the jail.</param>
internal sealed record QemuPlan(
    int Cpus,
    ulong MemoryMib,
    OpenFile? Kernel,
    OpenFile? Initrd,
    string BootArguments,
    long TscKilohertz,
    IReadOnlyList<DriveDevice> Drives,
    long Tap,
    string Mac,
    string? MemoryFile);
