using System.Net.Http.Json;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>The plan for sleepers, held against what waking them really comes to.</summary>
public sealed class UpgradePlanTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerQemu)]
    public async Task the_plan_is_what_a_wake_comes_to(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        Assert.Equal("resume", (await PlanAsync(stand)).Plan);
        _ = (await stand.Reef.ResumeAsync("alice", Stop)).Succeeded();

        // A passport that cannot be read any more.
        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        var state = Path.Combine(stand.Paths.SuspendedOf(TenantName.Parse("alice").Value), "state");
        await using (var file = new FileStream(state, FileMode.Open, FileAccess.Write)) file.Write(new byte[64]);
        var plan = await PlanAsync(stand);
        Assert.Equal("cold-boot", plan.Plan);
        Assert.Contains("saved state cannot be used", plan.Why, StringComparison.Ordinal);

        _ = (await stand.Reef.ResumeAsync("alice", Stop)).Succeeded();
        var why = await stand.Reef.Http.GetFromJsonAsync($"{ReefPaths.Tenants}/alice/why", ReefJson.Default.WhyBody, Stop);
        Assert.Contains(why!.Facts, fact => fact.Kind == "tenant.cold-boot");
    }

    private static async Task<UpgradeBody> PlanAsync(ServiceStand stand) =>
        Assert.Single((await stand.Reef.Http.GetFromJsonAsync(ReefPaths.UpgradePlan, ReefJson.Default.UpgradeList, Stop))!.Sleepers);
}
