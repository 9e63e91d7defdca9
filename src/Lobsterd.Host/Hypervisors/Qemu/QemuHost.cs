namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>What is the same for every VM that QEMU runs on this host.</summary>
/// <param name="Program">Absolute path of QEMU.</param>
/// <param name="Version">Its version.</param>
/// <param name="Accelerator">How it runs guests.</param>
/// <param name="TscKilohertz">The rate of the clock that a guest sees in software; 0 with KVM, which tells its guests by itself.</param>
/// <param name="CpuModel">What decides the guest's CPU beside the version: a word in software, the host's own model with KVM.</param>
internal sealed record QemuHost(string Program, QemuVersion Version, QemuAccelerator Accelerator, long TscKilohertz, string CpuModel);
