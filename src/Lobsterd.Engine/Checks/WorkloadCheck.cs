using System.Net;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the workload runs, and its port takes a connection on the way that requests take.</summary>
public sealed class WorkloadCheck(IAgents agents, IGuestPorts ports, NetworkPlan plan) : TenantCheck(HealthChecks.Workload)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        if ((await agents.HealthAsync(tenant.Owner, cancellationToken)).TryGetError(out var error, out var health)) return Observation.Unknown(error.FullMessage);
        if (health is not { IsWorkloadAnswering: true, WorkloadState: "running" })
            return Observation.Failed($"the workload is {health.WorkloadState}, and its port {(health.IsWorkloadAnswering ? "answers" : "does not answer")} in the guest");
        var knocked = await ports.KnockAsync(new IPEndPoint(plan.GuestAddressOf(tenant.Slot), tenant.Port), cancellationToken);
        return knocked.TryGetError(out var silent) ? Observation.Failed(silent.FullMessage) : Observation.Healthy($"port {tenant.Port} answers");
    }
}
