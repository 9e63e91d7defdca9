using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>One of the tenants to be.</summary>
/// <param name="Draft">Its registry entry as it will be, but for its slot.</param>
/// <param name="Workload">What its agent runs.</param>
public sealed record ForkCopy(Tenant Draft, WorkloadSpec Workload);
