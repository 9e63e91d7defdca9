using Lobsterd.Domain.Config;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Operations;
using Lobsterd.Host.Events;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Events;

/// <summary>What the engine writes down of what it does.</summary>
public sealed class AuditTrailTests
{
    private const string Secret = "planted-3f9d2c77";

    [Fact]
    public async Task a_command_is_told_with_its_actor_its_duration_and_every_state_that_it_made()
    {
        var service = new WorldService(new Durable());

        _ = await (await SpawnAsync(service, "alice", "token ci")).Ended;
        _ = await service.Evict.Start("alice", isGraceful: false, "uid 7", key: null).Value.Ended;

        var told = service.Durable.EventLog.All;
        Assert.All(told, happened => Assert.Equal("alice", happened.Tenant));
        Assert.Equal(
            ["spawning", "spawning → running", "running → evicting", "evicting → gone"],
            told.Where(happened => happened.Kind == "tenant.state").Select(happened => happened.Message));
        Assert.Equal(["token ci", "token ci", "uid 7", "uid 7"], told.Where(happened => happened.Kind == "tenant.state").Select(happened => happened.Actor));
        var commands = told.Where(happened => happened.Kind == "command.succeeded").ToList();
        Assert.Equal(["token ci", "uid 7"], commands.Select(happened => happened.Actor));
        Assert.All(commands, happened => Assert.True(happened.ElapsedMs > 0));
    }

    [Fact]
    public async Task a_command_that_fails_is_told_with_its_code()
    {
        var service = new WorldService(new Durable());
        service.Durable.World.Failing = "vm.boot";

        _ = await (await SpawnAsync(service, "alice", "uid 0")).Ended;

        var failed = Assert.Single(service.Durable.EventLog.All, happened => happened.Kind == "command.failed");
        Assert.Equal(World.Refused.Name, failed.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("disk.ensure")]
    [InlineData("vm.boot")]
    [InlineData("agent.claim")]
    [InlineData("workload.wait")]
    public async Task no_secret_is_in_anything_that_is_written(string? failing)
    {
        using var scratch = new ScratchFolder();
        await using (var log = new EventLogFile(scratch.Path, new EventsConfig(), TimeProvider.System))
        {
            var durable = new Durable();
            var service = new WorldService(durable, log: log);
            durable.World.Failing = failing;
            var spawned = await (await SpawnAsync(service, "alice", "uid 0")).Ended;
            if (failing is null) Assert.True(spawned.IsSuccess);
            foreach (var tenant in durable.File.Saved.Tenants.Values)
            {
                secrets.Add(tenant.AgentToken);
                secrets.Add(tenant.GatewayToken);
            }

            durable.World.Failing = null;
            _ = await (await SpawnAsync(service, "bob", "uid 0")).Ended;
        }

        var text = string.Concat(Directory.EnumerateFiles(scratch.Path).Select(File.ReadAllText));
        Assert.Contains("bob", text, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    private readonly List<string> secrets = [Secret];

    private static async Task<Operation> SpawnAsync(WorldService service, string name, string actor) => (await service.Spawn.StartAsync(
        new SpawnRequest { Name = name, Environment = new Dictionary<string, string> { ["API_KEY"] = Secret } }, actor, key: null, TestContext.Current.CancellationToken)).Value;
}
