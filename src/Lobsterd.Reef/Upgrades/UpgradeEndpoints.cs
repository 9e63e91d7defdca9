using Lobsterd.Domain.Access;
using Lobsterd.Engine.Upgrades;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Tenants;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Upgrades;

/// <summary><c>/v1/upgrade-plan</c>: what waking each sleeper would come to.</summary>
public sealed class UpgradeEndpoints(UpgradePlanner planner)
{
    /// <summary>Adds the path.</summary>
    public void Map(ReefRoutes routes) => _ = routes
        .Get(ReefPaths.UpgradePlan, ApiScopes.TenantsRead, "Tells of every sleeper whether it would go on where it was with the hypervisor, kernel and CPU at hand. Nobody is woken.", PlanAsync)
        .Answers(ReefJson.Default.UpgradeList);

    private async Task<IResult> PlanAsync(HttpContext context)
    {
        var caller = Peer.CallerOf(context);
        var all = await planner.PlanAsync(tenant => caller.MayTouch(tenant.Name.Value), context.RequestAborted);
        return Results.Json(new UpgradeList([.. all.Select(ToBody)]), ReefJson.Default.UpgradeList);
    }

    private static UpgradeBody ToBody(UpgradeVerdict verdict) => new(
        verdict.Tenant.Name.Value,
        verdict.SavedAt,
        verdict.Hypervisor.Value,
        verdict.SavedBy,
        verdict.Here,
        verdict.WouldResume ? "resume" : "cold-boot",
        verdict.Why,
        verdict.Advice,
        TenantMapping.ToProof(verdict.Tenant));
}
