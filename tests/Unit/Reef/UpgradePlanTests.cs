using System.Net.Http.Json;
using System.Text.Json;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Protocol.Reef;
using Lobsterd.Tests.Unit.Cli;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef;

/// <summary>What waking sleepers would come to, by the API and the command line.</summary>
public sealed class UpgradePlanTests : IAsyncLifetime
{
    private readonly ReefServer reef = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => reef.InitializeAsync();

    public ValueTask DisposeAsync() => reef.DisposeAsync();

    [Fact]
    public async Task who_is_awake_is_not_in_the_plan_and_who_sleeps_resumes()
    {
        await SpawnAsync("alice");
        Assert.Empty((await PlanAsync()).Sleepers);

        await SleepAsync("alice");

        var sleeper = Assert.Single((await PlanAsync()).Sleepers);
        Assert.Equal(("alice", "resume", null), (sleeper.Tenant, sleeper.Plan, sleeper.Advice));
        Assert.NotNull(sleeper.SavedAt);
    }

    [Fact]
    public async Task what_does_not_fit_any_more_boots_and_the_plan_says_why()
    {
        await SpawnAsync("alice");
        await SleepAsync("alice");
        reef.Service.Hypervisor.Misfit = true;

        var sleeper = Assert.Single((await PlanAsync()).Sleepers);

        Assert.Equal(("cold-boot", "of another machine"), (sleeper.Plan, sleeper.Why));
        Assert.NotNull(sleeper.Advice);
        Assert.Equal("suspended", Assert.Single((await reef.Client.GetFromJsonAsync(ReefPaths.Tenants, ReefJson.Default.TenantList, Token))!.Tenants).State);
    }

    [Fact]
    public async Task a_state_that_is_gone_is_a_cold_boot()
    {
        await SpawnAsync("alice");
        await SleepAsync("alice");
        Assert.True(reef.Service.Durable.Sleep.Remove(reef.Service.Registry.Current.Tenants.Values.Single().Owner).IsSuccess);

        var sleeper = Assert.Single((await PlanAsync()).Sleepers);

        Assert.Equal(("cold-boot", null), (sleeper.Plan, sleeper.SavedAt));
    }

    [Fact]
    public async Task on_the_command_line_it_is_a_table_and_a_document()
    {
        await SpawnAsync("alice");
        await SleepAsync("alice");

        var table = (await new CliStand(reef.Paths).RunAsync("upgrade-plan")).Out;
        var document = (await new CliStand(reef.Paths).RunAsync("upgrade-plan", "--json")).Out;

        Assert.StartsWith("NAME ", table, StringComparison.Ordinal);
        Assert.Contains("alice  resume", table, StringComparison.Ordinal);
        Assert.Equal("alice", Assert.Single(JsonSerializer.Deserialize(document, ReefJson.Default.UpgradeList)!.Sleepers).Tenant);
    }

    private async Task<UpgradeList> PlanAsync() => (await reef.Client.GetFromJsonAsync(ReefPaths.UpgradePlan, ReefJson.Default.UpgradeList, Token))!;

    private async Task SleepAsync(string name) =>
        Assert.True((await reef.Service.Sleep.Suspend.Start(new SuspendRequest(name, Force: false, Why: null), "uid 0", null).Value.Ended).IsSuccess);

    private async Task SpawnAsync(string name)
    {
        using var body = JsonContent.Create(new SpawnBody { Name = name }, ReefJson.Default.SpawnBody);
        _ = (await reef.Client.PostAsync(ReefPaths.Tenants, body, Token)).EnsureSuccessStatusCode();
        foreach (var operation in reef.Service.Operations.Running) _ = await operation.Ended.WaitAsync(Token);
    }
}
