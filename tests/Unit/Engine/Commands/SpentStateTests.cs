using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Registry;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>Whatever lets a sleeper's disk go on gives up its saved memory first.</summary>
public sealed class SpentStateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PowerAct.Stop)]
    [InlineData(PowerAct.Start)]
    [InlineData(PowerAct.Restart)]
    public async Task a_stop_a_start_and_a_restart_of_a_sleeper(PowerAct act)
    {
        var service = await AsleepAsync();

        Assert.True((await service.Power.Start(act, "alice", "uid 0", null).Value.Ended).IsSuccess);

        AssertGivenUpBefore(service, act == PowerAct.Stop ? null : "vm.boot");
        Assert.DoesNotContain("vm.restore", service.Durable.World.Acts);
        Assert.False(service.Durable.World.Has("alice parked"));
        Assert.Equal(act != PowerAct.Stop, service.Durable.World.Has("alice vm"));
    }

    [Fact]
    public async Task a_start_that_cannot_mark_it_does_not_boot()
    {
        var service = await AsleepAsync();
        var boots = BootsOf(service);
        service.Durable.World.Failing = "sleep.mark";

        Assert.True((await service.Power.Start(PowerAct.Start, "alice", "uid 0", null).Value.Ended).IsFailure);

        Assert.Equal(boots, BootsOf(service));
    }

    [Fact]
    public async Task a_disk_of_a_snap_is_put_in_place_behind_it()
    {
        var service = await AsleepAsync();

        // As one that failed while it woke, or was stopped by an older service, would stand there.
        _ = (await service.Registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, Alice(service).Name, Alice(service).Id, tenant => tenant with { Desired = DesiredState.Stopped, Observed = ObservedState.Stopped }),
            Token)).Value;

        Assert.True((await service.Restore.Start("alice", "base", keeps: false, "uid 0", null).Value.Ended).IsSuccess);

        AssertGivenUpBefore(service, "disk.set-aside");
    }

    [Fact]
    public async Task a_restore_that_cannot_mark_it_leaves_the_disk()
    {
        var service = await AsleepAsync();
        _ = (await service.Registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, Alice(service).Name, Alice(service).Id, tenant => tenant with { Desired = DesiredState.Stopped, Observed = ObservedState.Stopped }),
            Token)).Value;
        service.Durable.World.Failing = "sleep.mark";

        Assert.True((await service.Restore.Start("alice", "base", keeps: false, "uid 0", null).Value.Ended).IsFailure);

        Assert.DoesNotContain("disk.set-aside", service.Durable.World.Acts);
    }

    private static void AssertGivenUpBefore(WorldService service, string? act)
    {
        var acts = service.Durable.World.Acts.ToList();
        var marked = acts.LastIndexOf("sleep.mark");
        Assert.Null(service.Durable.Sleep.Of(Alice(service).Id));
        Assert.True(marked >= 0, "it was not marked");
        if (act is not null) Assert.True(acts.LastIndexOf(act) > marked, $"{act} came before the mark");
    }

    private static int BootsOf(WorldService service) => service.Durable.World.Acts.Count(act => act == "vm.boot");

    private static Tenant Alice(WorldService service) => service.Registry.Current.Tenants.Values.Single();

    private static async Task<WorldService> AsleepAsync()
    {
        var service = new WorldService(new Durable());
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = "alice" }, "uid 0", null, Token)).Value.Ended).IsSuccess);
        Assert.True((await service.Snaps.Start(new SnapRequest("alice") { Label = "base" }, "uid 0", null).Value.Ended).IsSuccess);
        Assert.True((await service.Sleep.Suspend.Start(new SuspendRequest("alice", Force: false, Why: null), "uid 0", null).Value.Ended).IsSuccess);
        return service;
    }
}
