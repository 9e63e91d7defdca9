using System.Net;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the workload runs, and its port takes a connection on the way that requests take.</summary>
public sealed class WorkloadCheck(IAgents agents, IGuestPorts ports, NetworkPlan plan) : TenantCheck(HealthChecks.Workload)
{
    private const string Running = "running";

    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken)
    {
        var tenant = look.Tenant;
        if ((await look.AskGuestAsync(cancellationToken)).TryGetError(out var error, out var answer)) return Observation.Unknown(error.FullMessage);
        var knocked = await ports.KnockAsync(new IPEndPoint(plan.GuestAddressOf(tenant.Slot), tenant.Port), cancellationToken);
        if (answer.Stats.WorkloadState == Running && knocked.IsSuccess) return Observation.Healthy($"port {tenant.Port} answers");

        // What takes connections from the host does so in the guest; only where it does not is the guest asked how far they come.
        if ((await agents.HealthAsync(tenant.Owner, cancellationToken)).TryGetError(out error, out var health)) return Observation.Unknown(error.FullMessage);
        if (health is not { IsWorkloadAnswering: true, WorkloadState: Running })
            return Observation.Failed($"the workload is {health.WorkloadState}, and its port {(health.IsWorkloadAnswering ? "answers" : "does not answer")} in the guest");
        return knocked.TryGetError(out var silent) ? Observation.Failed(silent.FullMessage) : Observation.Healthy($"port {tenant.Port} answers");
    }
}
