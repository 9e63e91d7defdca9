using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>What <see cref="CommitStep"/> writes down.</summary>
/// <param name="Name">The tenant.</param>
/// <param name="Id">Its id.</param>
/// <param name="Vm">The VMM that runs it.</param>
public sealed record CommitInput(TenantName Name, Guid Id, VmProcess Vm);
