using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>What <see cref="AwakeStep"/> writes down.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Vm">The VMM that runs it.</param>
public sealed record AwakeInput(Tenant Tenant, VmProcess Vm);
