using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Registry;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>Falling asleep and waking, in a world where every act can fail.</summary>
public sealed class SleepCommandTests
{
    private static readonly string[] Asleep = ["alice disk", "alice parked", "alice route", "alice tap0"];
    private static readonly string[] Awake = ["alice disk", "alice route", "alice tap0", "alice vm"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_suspended_tenant_has_no_vm_and_a_saved_state()
    {
        var service = await NewAsync();

        var ended = await SuspendAsync(service);

        Assert.True(ended.IsSuccess, ended.IsFailure ? ended.Error.FullMessage : "");
        var tenant = TenantOf(service);
        Assert.Equal((DesiredState.Suspended, ObservedState.Suspended), (tenant.Desired, tenant.Observed));
        Assert.Null(tenant.Vm);
        Assert.Equal(Asleep, ThingsOf(service));
        Assert.False(service.Durable.Sleep.Of(tenant.Id)!.IsBegun);
    }

    [Fact]
    public async Task a_resumed_tenant_runs_and_nothing_is_left_of_its_saved_state()
    {
        var service = await NewAsync();
        _ = await SuspendAsync(service);

        var ended = await ResumeAsync(service);

        Assert.True(ended.IsSuccess, ended.IsFailure ? ended.Error.FullMessage : "");
        Assert.Equal((DesiredState.Running, ObservedState.Running), (TenantOf(service).Desired, TenantOf(service).Observed));
        Assert.NotNull(TenantOf(service).Vm);
        Assert.Equal(Awake, ThingsOf(service));
        Assert.Null(service.Durable.Sleep.Of(TenantOf(service).Id));
        Assert.Contains("agent.wake", service.Durable.World.Acts);
        Assert.DoesNotContain("tenant.cold-boot", await EventsAsync(service));
    }

    [Theory]
    [InlineData("edge.park")]
    [InlineData("agent.sync")]
    [InlineData("agent.schedules")]
    [InlineData("vm.pause")]
    [InlineData("sleep.begin")]
    [InlineData("vm.snapshot")]
    [InlineData("disk.flush")]
    [InlineData("sleep.seal")]
    public async Task a_suspend_that_fails_leaves_the_tenant_running(string act)
    {
        var service = await NewAsync();
        service.Durable.World.Failing = act;

        var ended = await SuspendAsync(service);

        service.Durable.World.Failing = null;
        Assert.True(ended.IsFailure);
        Assert.Equal((DesiredState.Running, ObservedState.Running), (TenantOf(service).Desired, TenantOf(service).Observed));
        Assert.Equal(Awake, ThingsOf(service));
        Assert.Null(service.Durable.Sleep.Of(TenantOf(service).Id));
        AssertNeverRanBesideAState(service.Durable.World);
    }

    [Fact]
    public async Task a_tenant_sleeps_once_that_is_written_down_even_if_its_vmm_does_not_end()
    {
        var service = await NewAsync();
        service.Durable.World.Failing = "vm.kill";

        Assert.True((await SuspendAsync(service)).IsSuccess);

        service.Durable.World.Failing = null;
        Assert.Equal((DesiredState.Suspended, ObservedState.Suspended), (TenantOf(service).Desired, TenantOf(service).Observed));
        Assert.NotNull(service.Durable.Sleep.Of(TenantOf(service).Id));
        Assert.True((await ResumeAsync(service)).IsSuccess);
        AssertNeverRanBesideAState(service.Durable.World);
    }

    [Theory]
    [InlineData("vm.restore")]
    [InlineData("vm.resume")]
    [InlineData("agent.wake")]
    public async Task a_tenant_that_cannot_be_woken_boots_from_its_disk_and_says_so(string act)
    {
        var service = await NewAsync();
        _ = await SuspendAsync(service);
        service.Durable.World.Failing = act;

        var ended = await ResumeAsync(service);

        Assert.True(ended.IsSuccess, ended.IsFailure ? ended.Error.FullMessage : "");
        Assert.Equal(ObservedState.Running, TenantOf(service).Observed);
        Assert.Equal(Awake, ThingsOf(service));
        Assert.Contains("tenant.cold-boot", await EventsAsync(service));
        AssertNeverRanBesideAState(service.Durable.World);
    }

    [Fact]
    public async Task a_damaged_state_is_never_loaded()
    {
        var service = await NewAsync();
        _ = await SuspendAsync(service);
        service.Durable.Sleep.IsDamaged = true;

        Assert.True((await ResumeAsync(service)).IsSuccess);

        Assert.DoesNotContain("vm.restore", service.Durable.World.Acts);
        Assert.Contains("tenant.cold-boot", await EventsAsync(service));
    }

    [Fact]
    public async Task a_state_that_was_begun_is_never_loaded_again()
    {
        var service = await NewAsync();
        _ = await SuspendAsync(service);
        _ = service.Durable.Sleep.MarkBegun(TenantOf(service).Owner);

        Assert.True((await ResumeAsync(service)).IsSuccess);

        Assert.DoesNotContain("vm.restore", service.Durable.World.Acts);
        Assert.Contains("tenant.cold-boot", await EventsAsync(service));
    }

    [Fact]
    public async Task nothing_runs_where_the_state_could_not_be_marked()
    {
        var service = await NewAsync();
        _ = await SuspendAsync(service);
        var before = service.Durable.World.Acts.Count;
        service.Durable.World.Failing = "sleep.mark";

        Assert.True((await ResumeAsync(service)).IsFailure);

        Assert.Equal(ObservedState.Suspended, TenantOf(service).Observed);
        Assert.Equal(Asleep, ThingsOf(service));
        Assert.DoesNotContain("vm.resume", service.Durable.World.Acts.Skip(before));
        Assert.DoesNotContain("vm.boot", service.Durable.World.Acts.Skip(before));
    }

    [Fact]
    public async Task a_wake_that_fails_whole_is_told_to_what_waits()
    {
        var service = await NewAsync();
        _ = await SuspendAsync(service);
        service.Durable.World.Failing = "agent.ready";

        Assert.True((await ResumeAsync(service)).IsFailure);

        Assert.Equal(ObservedState.Failed, TenantOf(service).Observed);
        Assert.Equal(Asleep, ThingsOf(service));
        Assert.Contains("edge.refuse", service.Durable.World.Acts);
        Assert.True(service.Durable.Sleep.Of(TenantOf(service).Id)!.IsBegun);
    }

    [Fact]
    public async Task asking_twice_wakes_once()
    {
        var service = await NewAsync();
        _ = await SuspendAsync(service);

        var asked = Enumerable.Range(0, 20).Select(_ => service.Sleep.Resume.Start("alice", "GET /", "edge", null).Value).ToList();
        foreach (var operation in asked) Assert.True((await operation.Ended).IsSuccess);

        Assert.Single(service.Durable.World.Acts, act => act == "vm.restore");
    }

    [Fact]
    public async Task a_tenant_sleeps_and_wakes_again_and_again()
    {
        var service = await NewAsync();
        for (var round = 0; round < 3; round++)
        {
            Assert.True((await SuspendAsync(service)).IsSuccess);
            Assert.True((await ResumeAsync(service)).IsSuccess);
        }

        Assert.Equal(Awake, ThingsOf(service));
        AssertNeverRanBesideAState(service.Durable.World);
    }

    [Fact]
    public async Task an_always_on_tenant_sleeps_by_force_alone()
    {
        var service = await NewAsync(TenantMode.AlwaysOn);

        Assert.Equal(SleepErrors.ModeRefused, (await SuspendAsync(service)).Error.Code);
        Assert.True((await SuspendAsync(service, isForced: true)).IsSuccess);
    }

    [Fact]
    public async Task a_sleeping_tenant_is_evicted_with_its_state()
    {
        var service = await NewAsync();
        _ = await SuspendAsync(service);

        var ended = await service.Evict.Start("alice", isGraceful: true, "uid 0", null).Value.Ended;

        Assert.True(ended.IsSuccess, ended.IsFailure ? ended.Error.FullMessage : "");
        Assert.DoesNotContain("agent.shutdown", service.Durable.World.Acts);
        Assert.Empty(ThingsOf(service));
    }

    [Fact]
    public async Task the_checks_find_nothing_wrong_with_a_sleeping_tenant()
    {
        var service = await NewAsync();
        _ = await SuspendAsync(service);

        var report = (await service.Checkup.CheckAsync(TenantOf(service).Name, Token)).Value;

        Assert.Empty(report.Failed);
    }

    private static void AssertNeverRanBesideAState(World world)
    {
        var isLoadable = false;
        foreach (var act in world.Acts)
        {
            if (act == "sleep.seal") isLoadable = world.Failing != act;
            else if (act is "sleep.mark" or "sleep.remove" or "sleep.begin") isLoadable = false;
            else if (act is "vm.resume" or "vm.boot") Assert.False(isLoadable, $"{act} beside a state that can be loaded");
        }
    }

    private static async Task<WorldService> NewAsync(TenantMode mode = TenantMode.Manual)
    {
        var service = new WorldService(new Durable());
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = "alice" }, "uid 0", null, Token)).Value.Ended).IsSuccess);
        if (mode != TenantMode.Manual)
            _ = await service.Registry.ChangeAsync(snapshot => RegistryEdits.Change(snapshot, TenantOf(service).Name, TenantOf(service).Id, tenant => tenant with { Mode = mode }), Token);
        return service;
    }

    private static Task<Result<object, LobsterError>> SuspendAsync(WorldService service, bool isForced = false) =>
        service.Sleep.Suspend.Start(new SuspendRequest("alice", isForced, null), "uid 0", null).Value.Ended;

    private static Task<Result<object, LobsterError>> ResumeAsync(WorldService service) =>
        service.Sleep.Resume.Start("alice", null, "uid 0", null).Value.Ended;

    private static Tenant TenantOf(WorldService service) => service.Registry.Current.Tenants.Values.Single();

    private static IEnumerable<string> ThingsOf(WorldService service) => service.Durable.World.Things.Where(thing => thing.StartsWith("alice", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<string>> EventsAsync(WorldService service)
    {
        var last = service.Events.Add("test.last", null, "test", "").Sequence;
        var kinds = new List<string>();
        await foreach (var happened in service.Events.ListenAsync(0, Token))
        {
            if (happened.Sequence == last) break;
            kinds.Add(happened.Kind);
        }

        return kinds;
    }
}
