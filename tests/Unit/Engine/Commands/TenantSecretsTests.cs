using Lobsterd.Domain.Secrets;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Operations;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>However a tenant's VM comes to run, its workload has the tenant's secrets; and no journal ever has.</summary>
public sealed class TenantSecretsTests
{
    private const string Planted = "planted-sk-3e8d";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_tenant_that_is_spawned_with_secrets_has_them_with_its_first_claim()
    {
        var service = await SpawnedAsync(new Durable(), Planted);

        Assert.Equal(("KEY", Planted), Claimed(service));
        Assert.Empty(service.Agents.Secrets);
    }

    [Fact]
    public async Task a_spawn_that_fails_leaves_no_secrets()
    {
        var durable = new Durable();
        var service = await InitializedAsync(durable);
        durable.World.Failing = "agent.claim";

        Assert.True((await (await SpawnAsync(service, Planted)).Ended).IsFailure);

        Assert.Empty(durable.Secrets.Kept);
    }

    [Theory]
    [InlineData("1KEY", Planted)]
    [InlineData("KEY", "")]
    [InlineData("KEY", "a\0b")]
    public async Task what_is_no_secret_is_refused_before_anything_is_done_and_not_repeated(string key, string value)
    {
        var service = new WorldService(new Durable());
        var request = new SpawnRequest { Name = "alice", Secrets = new Dictionary<string, string> { [key] = value } };

        var error = (await service.Spawn.StartAsync(request, "uid 0", null, Token)).Error;

        Assert.Equal(SecretErrors.Invalid, error.Code);
        Assert.DoesNotContain("planted", error.FullMessage, StringComparison.Ordinal);
        Assert.Empty(service.Durable.World.Acts);
    }

    [Fact]
    public async Task a_spawn_with_secrets_that_is_killed_anywhere_has_them_all_or_is_undone_and_no_journal_holds_one()
    {
        for (var point = 1; ; point++)
        {
            var durable = new Durable();
            var first = await InitializedAsync(durable);
            durable.Journals.WritesUntilKilled = point;
            var ended = await (await SpawnAsync(first, Planted)).Ended;
            if (durable.Journals.WritesUntilKilled > 0)
            {
                Assert.True(ended.IsSuccess);
                Assert.True(point > 5, "too few points to have been killed at all steps");
                return;
            }

            durable.Journals.WritesUntilKilled = int.MaxValue;
            Assert.DoesNotContain(durable.Journals.ReadAll().Value, journal => journal.Lines.Any(line => line.Span.IndexOf("planted"u8) >= 0));
            var second = new WorldService(durable);
            await second.StartAsync(Token);

            var kept = durable.Secrets.Kept.Values.SelectMany(secrets => secrets).Select(secret => secret.Value).ToList();
            Assert.Equal(second.Registry.Current.Tenants.Count == 0 ? [] : [Planted], kept);
            if (second.Agents.Claims.Count > 0) Assert.Equal(("KEY", Planted), Claimed(second));
        }
    }

    [Theory]
    [InlineData(PowerAct.Restart)]
    [InlineData(PowerAct.Start)]
    public async Task a_vm_that_is_booted_again_is_claimed_with_them(PowerAct act)
    {
        var service = await SpawnedAsync(new Durable(), "before");
        if (act == PowerAct.Start) Assert.True((await service.Power.Start(PowerAct.Stop, "alice", "uid 0", null).Value.Ended).IsSuccess);
        Assert.True((await service.Secrets.SetAsync("alice", "KEY", Planted, "uid 0", Token)).IsSuccess);

        Assert.True((await service.Power.Start(act, "alice", "uid 0", null).Value.Ended).IsSuccess);

        Assert.Equal(("KEY", Planted), Claimed(service));
    }

    [Fact]
    public async Task a_tenant_that_wakes_hears_what_has_changed_meanwhile()
    {
        var service = await SpawnedAsync(new Durable(), "before");
        await SleepAsync(service);
        Assert.True((await service.Secrets.RemoveAsync("alice", "KEY", "uid 0", Token)).IsSuccess);
        Assert.Empty(service.Agents.Secrets);

        await WakeAsync(service);

        Assert.Empty(service.Agents.Secrets.Values.Single().All);
    }

    [Fact]
    public async Task a_tenant_without_secrets_wakes_without_a_message_about_them()
    {
        var service = await InitializedAsync(new Durable());
        Assert.True((await (await SpawnAsync(service)).Ended).IsSuccess);
        await SleepAsync(service);

        await WakeAsync(service);

        Assert.Empty(service.Agents.Secrets);
    }

    [Fact]
    public async Task a_tenant_that_cannot_be_woken_boots_with_them()
    {
        var durable = new Durable();
        var service = await SpawnedAsync(durable, "before");
        await SleepAsync(service);
        Assert.True((await service.Secrets.SetAsync("alice", "KEY", Planted, "uid 0", Token)).IsSuccess);
        durable.World.Failing = "vm.restore";

        await WakeAsync(service);

        Assert.Equal(("KEY", Planted), Claimed(service));
    }

    [Fact]
    public async Task an_unknown_way_into_a_guest_keeps_what_was_kept()
    {
        var durable = new Durable();
        var service = await SpawnedAsync(durable, "before");
        durable.World.Failing = "agent.secrets";

        var set = await service.Secrets.SetAsync("alice", "KEY", Planted, "uid 0", Token);

        Assert.True(set.IsFailure);
        Assert.Equal(Planted, durable.Secrets.Kept.Values.Single()[0].Value);
        Assert.DoesNotContain("planted", set.Error.FullMessage, StringComparison.Ordinal);
    }

    private static (string Key, string Value) Claimed(WorldService service)
    {
        var secret = Assert.Single(service.Agents.Claims.Values.Single().Secrets);
        return (secret.Key, secret.Value);
    }

    private static async Task<WorldService> InitializedAsync(Durable durable)
    {
        var service = new WorldService(durable);
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        return service;
    }

    private static async Task<WorldService> SpawnedAsync(Durable durable, string value)
    {
        var service = await InitializedAsync(durable);
        Assert.True((await (await SpawnAsync(service, value)).Ended).IsSuccess);
        return service;
    }

    private static async Task<Operation> SpawnAsync(WorldService service, string? value = null)
    {
        var secrets = value is null ? [] : new Dictionary<string, string> { ["KEY"] = value };
        return (await service.Spawn.StartAsync(new SpawnRequest { Name = "alice", Secrets = secrets }, "uid 0", null, Token)).Value;
    }

    private static async Task SleepAsync(WorldService service) =>
        Assert.True((await service.Sleep.Suspend.Start(new SuspendRequest("alice", false, null), "uid 0", null).Value.Ended).IsSuccess);

    private static async Task WakeAsync(WorldService service)
    {
        Assert.True((await service.Sleep.Resume.Start("alice", null, "uid 0", null).Value.Ended).IsSuccess);
        Assert.Equal(ObservedState.Running, service.Registry.Current.Tenants.Values.Single().Observed);
    }
}
