using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Verify;

/// <summary>Everything that is decided before a sleeper's saved state is loaded on trial.</summary>
/// <param name="Owner">The builder's mark of this trial.</param>
/// <param name="Sleeper">Whose state it is.</param>
/// <param name="Hypervisor">The driver.</param>
/// <param name="Size">CPUs and memory.</param>
/// <param name="Image">Content hash of the image.</param>
/// <param name="DiskBytes">Apparent size of its disk; the VM gets an empty one that is as large.</param>
public sealed record VerifyPlan(VmOwner Owner, VmOwner Sleeper, HypervisorName Hypervisor, VmSize Size, string Image, long DiskBytes);
