using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>A VMM as it shall be started.</summary>
/// <param name="Owner">Whose it is; decides UID, cgroup and jail.</param>
/// <param name="Size">How large its VM is; decides its limits.</param>
/// <param name="Program">Absolute path of QEMU on the host.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Descriptors">What it is handed.</param>
internal sealed record VmmStart(
    VmOwner Owner, VmSize Size, string Program, IReadOnlyList<string> Arguments, IReadOnlyList<ChildDescriptor> Descriptors);
