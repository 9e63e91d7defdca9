using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Templates;

/// <summary>A VM in the builder's slot.</summary>
/// <param name="Owner">The builder's mark of what it is for.</param>
/// <param name="Hypervisor">The driver.</param>
public sealed record BuilderVm(VmOwner Owner, HypervisorName Hypervisor);
