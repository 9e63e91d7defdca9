namespace Lobsterd.Bench.Runner.Facts;

/// <summary>The host that figures are taken on, without its name.</summary>
/// <param name="Cpu">The CPU's model as the kernel tells it.</param>
/// <param name="Cpus">CPUs online.</param>
/// <param name="MemoryMib">RAM in MiB.</param>
/// <param name="Kernel">The kernel's release.</param>
/// <param name="System">The distribution, e.g. <c>Debian GNU/Linux 12 (bookworm)</c>.</param>
/// <param name="Hypervisor">What VMs run on here: <c>kvm</c> where the CPU has VMX or SVM and <c>/dev/kvm</c> is there, else <c>tcg</c>.</param>
/// <param name="IsVirtual">Whether the host itself runs under a hypervisor.</param>
/// <param name="Runtime">The .NET runtime.</param>
public sealed record HostFacts(
    string Cpu, int Cpus, int MemoryMib, string Kernel, string System, string Hypervisor, bool IsVirtual, string Runtime);
