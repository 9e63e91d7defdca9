using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Admission;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>Stop, start and restart on a world of names.</summary>
public sealed class PowerCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_stop_takes_the_vm_and_the_route_and_leaves_disk_and_network()
    {
        var (durable, service) = await SpawnedAsync();

        Assert.True((await ActAsync(service, PowerAct.Stop)).IsSuccess);

        Assert.Equal(["alice disk", "alice tap0"], ThingsOf(durable));
        Assert.Equal((DesiredState.Stopped, ObservedState.Stopped, null), StateOf(service));
        Assert.Contains("agent.shutdown", durable.World.Acts);
    }

    [Fact]
    public async Task a_start_boots_the_same_tenant_from_its_disk()
    {
        var (durable, service) = await SpawnedAsync();
        var before = Alice(service);
        _ = await ActAsync(service, PowerAct.Stop);

        Assert.True((await ActAsync(service, PowerAct.Start)).IsSuccess);

        Assert.Equal(["alice disk", "alice route", "alice tap0", "alice vm"], ThingsOf(durable));
        Assert.Equal(ObservedState.Running, Alice(service).Observed);
        Assert.Equal(before.Id, service.Agents.Claims[before.Name].Id);
        Assert.Equal(before.GatewayToken, service.Agents.Claims[before.Name].GatewayToken);
    }

    [Theory]
    [InlineData(PowerAct.Stop)]
    [InlineData(PowerAct.Start)]
    public async Task asking_twice_succeeds_without_an_act(PowerAct act)
    {
        var (durable, service) = await SpawnedAsync();
        if (act == PowerAct.Stop) _ = await ActAsync(service, act);
        var acts = durable.World.Acts.Count;

        Assert.True((await ActAsync(service, act)).IsSuccess);

        Assert.Equal(acts, durable.World.Acts.Count);
    }

    [Theory]
    [InlineData("vm.boot")]
    [InlineData("agent.ready")]
    [InlineData("agent.claim")]
    [InlineData("workload.wait")]
    public async Task a_start_that_fails_says_why_keeps_the_disk_and_may_be_tried_again(string failing)
    {
        var (durable, service) = await SpawnedAsync();
        _ = await ActAsync(service, PowerAct.Stop);
        durable.World.Failing = failing;

        Assert.True((await ActAsync(service, PowerAct.Start)).IsFailure);

        Assert.Equal(["alice disk", "alice tap0"], ThingsOf(durable));
        Assert.Equal(ObservedState.Failed, Alice(service).Observed);
        Assert.Contains(failing, Alice(service).Reason, StringComparison.Ordinal);

        durable.World.Failing = null;
        Assert.True((await ActAsync(service, PowerAct.Start)).IsSuccess);
        Assert.Equal((DesiredState.Running, ObservedState.Running, null), StateOf(service));
    }

    [Fact]
    public async Task a_start_for_which_there_is_no_room_is_refused_and_the_tenant_stays_as_it_was()
    {
        var (durable, service) = await SpawnedAsync();
        _ = await ActAsync(service, PowerAct.Stop);
        var acts = durable.World.Acts.Count;
        service.Host.Capacity = service.Host.Capacity with { AvailableMemoryBytes = 1 << 20 };

        Assert.Equal(AdmissionErrors.MemoryExhausted, (await ActAsync(service, PowerAct.Start)).Error.Code);

        Assert.Equal(acts, durable.World.Acts.Count);
        Assert.Equal((DesiredState.Stopped, ObservedState.Stopped, null), StateOf(service));
    }

    [Fact]
    public async Task a_restart_asks_for_no_more_room_than_it_has()
    {
        var (_, service) = await SpawnedAsync();
        service.Host.Capacity = service.Host.Capacity with { AvailableMemoryBytes = 1 << 20 };

        Assert.True((await ActAsync(service, PowerAct.Restart)).IsSuccess);
    }

    [Fact]
    public async Task a_start_without_a_disk_makes_none()
    {
        var (durable, service) = await SpawnedAsync();
        _ = await ActAsync(service, PowerAct.Stop);
        durable.World.Failing = "disk.flush";

        Assert.True((await ActAsync(service, PowerAct.Start)).IsFailure);

        Assert.Equal("disk.flush", durable.World.Acts.Last(act => act.StartsWith("disk", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task a_stopped_tenant_stays_so_when_the_service_starts_again()
    {
        var (durable, service) = await SpawnedAsync();
        _ = await ActAsync(service, PowerAct.Stop);

        var next = new WorldService(durable);
        await next.StartAsync(Token);

        Assert.Equal(["alice disk", "alice tap0"], ThingsOf(durable));
        Assert.Equal((DesiredState.Stopped, ObservedState.Stopped, null), StateOf(next));
    }

    [Fact]
    public async Task a_failed_tenant_is_stopped_without_asking_its_guest()
    {
        var (durable, service) = await SpawnedAsync();
        durable.World.Failing = "workload.wait";
        _ = await ActAsync(service, PowerAct.Restart);
        durable.World.Failing = null;
        var asked = durable.World.Acts.Count(act => act == "agent.shutdown");

        Assert.True((await ActAsync(service, PowerAct.Stop)).IsSuccess);

        Assert.Equal(asked, durable.World.Acts.Count(act => act == "agent.shutdown"));
        Assert.Equal((DesiredState.Stopped, ObservedState.Stopped, null), StateOf(service));
    }

    [Fact]
    public void nobody_of_that_name_is_told()
    {
        var service = new WorldService(new Durable());

        Assert.Equal(TenantErrors.Unknown, service.Power.Start(PowerAct.Stop, "nobody", "uid 0", null).Error.Code);
    }

    private static async Task<(Durable Durable, WorldService Service)> SpawnedAsync()
    {
        var durable = new Durable();
        var service = new WorldService(durable);
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = "alice" }, "uid 0", null, Token)).Value.Ended).IsSuccess);
        return (durable, service);
    }

    private static Task<Result<object, LobsterError>> ActAsync(WorldService service, PowerAct act) =>
        service.Power.Start(act, "alice", "uid 0", null).Value.Ended;

    private static Tenant Alice(WorldService service) => service.Registry.Current.Tenants.Values.Single();

    private static (DesiredState Desired, ObservedState Observed, string? Reason) StateOf(WorldService service) =>
        (Alice(service).Desired, Alice(service).Observed, Alice(service).Reason);

    private static IEnumerable<string> ThingsOf(Durable durable) => durable.World.Things.Where(thing => thing.StartsWith("alice", StringComparison.Ordinal));
}
