using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Molt;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Registry;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Repair;

/// <summary>A VM that is not as it shall be is brought there, over a world of names; everybody else is left alone.</summary>
public sealed class VmRepairTests
{
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_vm_that_was_killed_comes_back_with_its_disk_and_its_identity()
    {
        var service = await HousedAsync();
        var (world, before) = (service.Durable.World, TenantOf(service));
        var whole = world.Things;
        await KillAsync(service);

        var alice = await MoltAsync(service);

        Assert.Equal([("vm", true)], alice.Repairs.Select(done => (done.Repair.Name, done.HasHelped == true)));
        Assert.Equal(whole, world.Things);
        Assert.Equal((DesiredState.Running, ObservedState.Running, null), StateOf(service));
        Assert.Equal(before.GatewayToken, service.Agents.Claims[Alice].GatewayToken);
        Assert.DoesNotContain("disk.remove", world.Acts);
        Assert.Equal(1, Told(service, "tenant.restarted"));
    }

    [Fact]
    public async Task what_comes_back_is_watched_again()
    {
        var service = await HousedAsync();
        await KillAsync(service);
        _ = await MoltAsync(service);

        await KillAsync(service);

        Assert.Equal(2, Told(service, "vm.exited"));
        Assert.True((await MoltAsync(service)).IsHealthy);
    }

    [Fact]
    public async Task an_end_that_nobody_has_written_down_yet_is_repaired_too()
    {
        var service = await HousedAsync();
        _ = service.Durable.World.Take("damage", "alice vm");

        Assert.True((await MoltAsync(service)).IsHealthy);

        Assert.True(service.Durable.World.Has("alice vm"));
    }

    [Fact]
    public async Task a_network_card_that_is_dead_takes_another_vm()
    {
        var service = await HousedAsync();
        _ = service.Durable.World.Make("damage", "alice broken carrier");

        var alice = await MoltAsync(service);

        // The mark stays, so the check is not content; what was done is what counts.
        Assert.Equal(["vm"], alice.Repairs.Select(done => done.Repair.Name));
        Assert.Equal(3, service.Durable.World.Acts.Count(act => act == "vm.boot"));
    }

    [Theory]
    [InlineData("agent.stats", false)]
    [InlineData("guest.knock", true)]
    public async Task a_guest_is_asked_to_shut_down_only_where_its_agent_answers(string failing, bool isAsked)
    {
        var service = await HousedAsync();
        service.Durable.World.Failing = failing;

        var alice = await MoltAsync(service);

        Assert.Contains("vm", alice.Repairs.Select(done => done.Repair.Name));
        Assert.Equal(isAsked, service.Durable.World.Acts.Contains("agent.shutdown"));
        Assert.Equal(3, service.Durable.World.Acts.Count(act => act == "vm.boot"));
    }

    [Fact]
    public async Task one_answer_that_comes_late_ends_no_vm()
    {
        var service = await HousedAsync();
        service.Agents.LateAnswers = 1;

        var alice = await MoltAsync(service);

        Assert.True(alice.IsHealthy);
        Assert.Empty(alice.Repairs);
    }

    [Fact]
    public async Task an_agent_that_is_silent_twice_takes_another_vm()
    {
        var service = await HousedAsync();
        service.Agents.LateAnswers = 2;

        var alice = await MoltAsync(service);

        Assert.Equal([("vm", true)], alice.Repairs.Select(done => (done.Repair.Name, done.HasHelped == true)));
    }

    [Fact]
    public async Task what_an_operator_stopped_stays_stopped()
    {
        var service = await HousedAsync();
        Assert.True((await service.Power.Start(PowerAct.Stop, "alice", "uid 0", null).Value.Ended).IsSuccess);

        var alice = await MoltAsync(service);

        Assert.True(alice.IsHealthy);
        Assert.Empty(alice.Repairs);
        Assert.False(service.Durable.World.Has("alice vm"));
    }

    [Fact]
    public async Task a_stop_that_went_wrong_is_gone_through_with()
    {
        var service = await HousedAsync();
        await EditAsync(service, tenant => tenant with { Desired = DesiredState.Stopped, Observed = ObservedState.Failed, Reason = "it did not end", Vm = null });

        Assert.True((await MoltAsync(service)).IsHealthy);

        Assert.False(service.Durable.World.Has("alice vm"));
        Assert.Equal((DesiredState.Stopped, ObservedState.Stopped, null), StateOf(service));
    }

    [Fact]
    public async Task a_sleeper_sleeps_on()
    {
        var service = await HousedAsync();
        Assert.True((await service.Sleep.Suspend.Start(new SuspendRequest("alice", Force: false, Why: null), "uid 0", null).Value.Ended).IsSuccess);

        var alice = await MoltAsync(service);

        Assert.True(alice.IsHealthy);
        Assert.Empty(alice.Repairs);
        Assert.False(service.Durable.Sleep.Of(TenantOf(service).Id)!.IsBegun);
    }

    [Fact]
    public async Task what_a_stuck_command_has_in_hand_is_left_to_it()
    {
        var service = await HousedAsync();
        await EditAsync(service, tenant => tenant with { Observed = ObservedState.Resuming, Vm = null });

        var done = Assert.Single((await MoltAsync(service)).Repairs);

        Assert.Equal(TenantErrors.NotRunning, done.Error?.Code);
        Assert.Equal(2, service.Durable.World.Acts.Count(act => act == "vm.boot"));
    }

    [Fact]
    public async Task a_restart_that_does_not_succeed_says_so_and_may_be_tried_again()
    {
        var service = await HousedAsync();
        await KillAsync(service);
        service.Durable.World.Failing = "agent.claim";

        Assert.False((await MoltAsync(service)).IsHealthy);

        Assert.Equal(ObservedState.Failed, StateOf(service).Observed);
        Assert.Contains("agent.claim", StateOf(service).Reason, StringComparison.Ordinal);
        service.Durable.World.Failing = null;
        Assert.True((await MoltAsync(service)).IsHealthy);
    }

    [Fact]
    public async Task a_service_that_is_killed_in_it_is_followed_by_one_that_goes_on()
    {
        for (var point = 1; ; point++)
        {
            var durable = new Durable();
            var first = await HousedAsync(durable);
            var whole = durable.World.Things;
            _ = durable.World.Take("damage", "alice vm");
            durable.Journals.WritesUntilKilled = point;
            _ = await first.Molt.Start(new MoltRequest(["alice"], IsDryRun: false), "uid 0", null).Value.Ended;
            if (durable.Journals.WritesUntilKilled > 0)
            {
                Assert.True(point > 20, $"only {point - 1} points");
                return;
            }

            durable.Journals.WritesUntilKilled = int.MaxValue;
            var second = new WorldService(durable);
            await second.StartAsync(Token);

            // Before its first write nothing was begun: the next look finds it as the first one did.
            var told = $"killed after write {point}: {string.Join(", ", durable.World.Things)}";
            Assert.Equal(0, durable.Journals.Count);
            if (point > 1) Assert.True(whole.SequenceEqual(durable.World.Things), told);
            Assert.True((await MoltAsync(second)).IsHealthy, told);
            Assert.Equal(whole, durable.World.Things);
        }
    }

    private static Tenant TenantOf(WorldService service) => service.Registry.Current.Tenants[Alice];

    private static (DesiredState Desired, ObservedState Observed, string? Reason) StateOf(WorldService service) =>
        (TenantOf(service).Desired, TenantOf(service).Observed, TenantOf(service).Reason);

    private static int Told(WorldService service, string kind) => service.Durable.EventLog.All.Count(told => told.Kind == kind && told.Tenant == "alice");

    // Ends the VM as a signal would, and waits until that is written down.
    private static async Task KillAsync(WorldService service)
    {
        service.Hypervisor.End(TenantOf(service).Owner, new VmExit(null, 9, ""));
        while (TenantOf(service).Observed == ObservedState.Running)
        {
            var seen = service.Registry.Current;
            if (seen.Tenants[Alice].Observed == ObservedState.Running) await service.Registry.NextAsync(seen, Token);
        }
    }

    private static async Task EditAsync(WorldService service, Func<Tenant, Tenant> edit) =>
        _ = (await service.Registry.ChangeAsync(snapshot => RegistryEdits.Change(snapshot, Alice, snapshot.Tenants[Alice].Id, edit), Token)).Value;

    private static async Task<MoltedParty> MoltAsync(WorldService service)
    {
        var report = (MoltReport)(await service.Molt.Start(new MoltRequest(["alice"], IsDryRun: false), "uid 0", null).Value.Ended).Value;
        return report.Parties.Single(party => party.Tenant == Alice);
    }

    private static async Task<WorldService> HousedAsync(Durable? durable = null)
    {
        var service = new WorldService(durable ?? new Durable());
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        foreach (var name in (string[])["alice", "bob"])
            Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = name }, "uid 0", null, Token)).Value.Ended).IsSuccess);
        return service;
    }
}
