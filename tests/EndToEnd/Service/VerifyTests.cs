using System.Net.Http.Json;
using System.Text.Json;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.EndToEnd.Hypervisors;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>What sleepers sleep as is tried without waking them, with real files and real machines.</summary>
public sealed class VerifyTests
{
    private const string AtOnce = """{"wake":{"verifyAfterMs":1}}""";
    private const string Later = """{"wake":{"verifyAfterMs":4000}}""";

    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Null, false)]
    [InlineData(StandMachine.Qemu, false)]
    [InlineData(StandMachine.Qemu, true)]
    [InlineData(StandMachine.FirecrackerQemu, false)]
    public async Task a_sleeper_is_verified_and_wakes_where_it_was(StandMachine machine, bool isOfTemplate)
    {
        await using var stand = await ReadyAsync(machine, isOfTemplate, AtOnce);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var count = await CountAsync(stand, alice);
        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();

        await HearAsync(stand, "sleep.verified");

        Assert.Equal("loaded", (await stand.Reef.FindAsync("alice", Stop))!.Proof?.Outcome);
        Assert.DoesNotContain((await HostPicture.TakeAsync(stand, Stop)).Lines, line => line.Contains("template-builder", StringComparison.Ordinal));
        Assert.Contains("verified at", (await stand.CliAsync(["inspect", "alice"], Stop)).Output, StringComparison.Ordinal);
        Assert.Contains("verified at", (await stand.CliAsync(["why", "alice"], Stop)).Output, StringComparison.Ordinal);
        var plan = await stand.Reef.Http.GetFromJsonAsync(ReefPaths.UpgradePlan, ReefJson.Default.UpgradeList, Stop);
        Assert.Equal(("resume", "loaded"), (Assert.Single(plan!.Sleepers).Plan, plan.Sleepers[0].Proof?.Outcome));
        Assert.Equal(count + 1, await CountAsync(stand, alice));
        Assert.Null((await stand.Reef.FindAsync("alice", Stop))!.Proof);
    }

    [Theory]
    [InlineData(StandMachine.Qemu, false, "memory")]
    [InlineData(StandMachine.Qemu, true, "memory")]
    [InlineData(StandMachine.Qemu, true, "base")]
    [InlineData(StandMachine.Qemu, true, "state")]
    [InlineData(StandMachine.FirecrackerQemu, false, "memory")]
    public async Task a_corrupted_state_is_found_while_its_tenant_sleeps(StandMachine machine, bool isOfTemplate, string file)
    {
        await using var stand = await ReadyAsync(machine, isOfTemplate, Later);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        var damaged = Path.Combine(stand.Paths.SuspendedOf(Alice), file);
        FileDamage.Flip(damaged, new FileInfo(damaged).Length / 2);

        await HearAsync(stand, "sleep.unusable");

        Assert.Equal("failed", (await stand.Reef.FindAsync("alice", Stop))!.Proof?.Outcome);
        var plan = await stand.Reef.Http.GetFromJsonAsync(ReefPaths.UpgradePlan, ReefJson.Default.UpgradeList, Stop);
        Assert.Equal("cold-boot", Assert.Single(plan!.Sleepers).Plan);
    }

    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.Qemu)]
    public async Task a_wake_comes_first_whatever_is_being_tried(StandMachine machine)
    {
        await using var stand = await ReadyAsync(machine, isOfTemplate: false, AtOnce);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var count = await CountAsync(stand, alice);
        for (var round = 0; round < 12; round++)
        {
            _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
            await Task.Delay(TimeSpan.FromMilliseconds(round * 40), TimeProvider.System, Stop);
            Assert.Equal(++count, await CountAsync(stand, alice));
        }

        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        await HearAsync(stand, "sleep.verified");
        Assert.DoesNotContain((await HostPicture.TakeAsync(stand, Stop)).Lines, line => line.Contains("template-builder", StringComparison.Ordinal));
        Assert.Equal(++count, await CountAsync(stand, alice));
    }

    private static async Task<ServiceStand> ReadyAsync(StandMachine machine, bool isOfTemplate, string config)
    {
        var stand = await ServiceStand.ReadyAsync(Stands.Options(machine, config) with { HasTemplates = isOfTemplate }, Stop);
        if (isOfTemplate) _ = (await stand.Reef.BuildTemplateAsync(Stop)).Succeeded();
        return stand;
    }

    private static async Task HearAsync(ServiceStand stand, string kind)
    {
        await foreach (var told in stand.Reef.EventsAsync(Stop))
        {
            if (told.Kind == kind && (await stand.Reef.FindAsync("alice", Stop))?.Proof is not null) return;
            Assert.False(told.Kind is "sleep.verified" or "sleep.unusable" or "sleep.checked" && told.Kind != kind, told.Message);
        }

        Assert.Fail($"{kind} was never told");
    }

    private static async Task<long> CountAsync(ServiceStand stand, TenantBody tenant)
    {
        using var answer = JsonDocument.Parse(await stand.Web.GetStringAsync(tenant.Url, Stop));
        return answer.RootElement.GetProperty("requests").GetInt64();
    }
}
