using Lobsterd.Domain.Health;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Molt;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Repair;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>Checks, repairs, and checks again, over a world of names.</summary>
public sealed class MoltCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task where_nothing_is_wrong_nothing_is_done()
    {
        var service = await HousedAsync();

        var report = await MoltAsync(service);

        Assert.True(report.IsHealthy, Worst(report));
        Assert.All(report.Parties, party => Assert.Empty(party.Repairs));
        Assert.Equal([null, "alice", "bob"], report.Parties.Select(party => party.Tenant?.Value));
    }

    [Theory]
    [InlineData("alice route", "route", "route")]
    [InlineData("alice tap0", "tap", "network")]
    public async Task what_is_gone_is_found_named_and_made_again(string thing, string check, string repair)
    {
        var service = await HousedAsync();
        var whole = service.Durable.World.Things;
        _ = service.Durable.World.Take("damage", thing);

        var alice = Of(await MoltAsync(service), "alice");

        Assert.Equal([check], alice.Before.Failed.Select(failed => failed.Name));
        var done = Assert.Single(alice.Repairs);
        Assert.Equal((repair, true), (done.Repair.Name, done.HasHelped));
        Assert.True(alice.IsHealthy);
        Assert.Equal(whole, service.Durable.World.Things);
        Assert.All((await MoltAsync(service)).Parties, party => Assert.Empty(party.Repairs));
    }

    [Theory]
    [InlineData("host table", "shared-wall", "shared-network")]
    [InlineData("host edge", "edge", "front")]
    public async Task what_all_share_is_repaired_before_the_tenants_are_looked_at(string thing, string check, string repair)
    {
        var service = await HousedAsync();
        _ = service.Durable.World.Take("damage", thing);

        var report = await MoltAsync(service);

        Assert.Equal([check], report.Parties[0].Before.Failed.Select(failed => failed.Name));
        Assert.Equal([repair], report.Parties[0].Repairs.Select(done => done.Repair.Name));
        Assert.True(report.IsHealthy, Worst(report));
        Assert.All(report.Parties.Skip(1), party => Assert.Empty(party.Before.Failed));
    }

    [Fact]
    public async Task a_clock_that_is_off_is_set()
    {
        var service = await HousedAsync();
        service.Agents.ClockOff = TimeSpan.FromMinutes(-5);

        var alice = Of(await MoltAsync(service, "alice"), "alice");

        Assert.Equal(["clock"], alice.Before.Failed.Select(failed => failed.Name));
        Assert.True(alice.IsHealthy);
        Assert.StartsWith("300.0 s slow", alice.Repairs.Single().Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_no_repair_helps_against_says_what_a_person_does()
    {
        var service = await HousedAsync();
        service.Agents.FreeBytes = 0;

        var report = await MoltAsync(service, "alice");

        Assert.False(report.IsHealthy);
        var failed = Assert.Single(Of(report, "alice").After.Failed);
        Assert.Equal("guest-space", failed.Name);
        Assert.Contains("--disk", failed.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_repair_that_fails_is_told_with_its_error_and_tried_once()
    {
        var service = await HousedAsync();
        _ = service.Durable.World.Take("damage", "alice route");
        service.Durable.World.Failing = "edge.publish";

        // It fails after it has made its thing, so the check behind it is content all the same.
        var done = Assert.Single(Of(await MoltAsync(service, "alice"), "alice").Repairs);

        Assert.Equal(World.Refused, done.Error?.Code);
        Assert.True(done.HasHelped);
        Assert.Equal(0, service.Durable.Journals.Count);
    }

    [Fact]
    public async Task while_one_check_fails_those_that_need_it_are_unknown_and_not_failed()
    {
        var service = await HousedAsync();
        _ = service.Durable.World.Take("damage", "alice tap0");

        var report = (await service.Checkup.CheckAsync(Name("alice"), Token)).Value;

        Assert.Equal(["tap"], report.Failed.Select(failed => failed.Name));
        Assert.Equal(HealthStatus.Unknown, report.Checks.Single(check => check.Name == "agent").Status);
    }

    [Fact]
    public async Task a_silent_agent_is_not_to_be_told_while_the_wall_that_all_share_is_not_healthy()
    {
        var service = await HousedAsync();
        service.Durable.World.Failing = "agent.stats";
        Assert.Equal(["agent"], (await service.Checkup.CheckAsync(Name("alice"), Token)).Value.Failed.Select(failed => failed.Name));

        _ = service.Durable.World.Take("damage", "host table");
        var report = (await service.Checkup.CheckAsync(Name("alice"), Token)).Value;

        Assert.Empty(report.Failed);
        var agent = report.Checks.Single(check => check.Name == "agent");
        Assert.Equal(HealthStatus.Unknown, agent.Status);
        Assert.StartsWith("not to be told while shared-wall of the host is not healthy", agent.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_vmm_that_says_nothing_is_not_waited_for_to_let_its_processors_run()
    {
        var service = await HousedAsync();
        service.Durable.World.Failing = "vm.stats";

        var done = await new UnpauseRepair(service.Hypervisors).DoAsync(service.Registry.Current.Tenants[Name("alice")], Token);

        Assert.Equal(World.Refused, done.Error.Code);
        Assert.DoesNotContain("vm.resume", service.Durable.World.Acts);
    }

    [Fact]
    public async Task a_dry_run_says_what_would_be_done_and_does_nothing()
    {
        var service = await HousedAsync();
        _ = service.Durable.World.Take("damage", "alice route");
        var before = service.Durable.World.Things;

        var report = await MoltAsync(service, isDryRun: true);

        Assert.False(report.IsHealthy);
        var would = Assert.Single(Of(report, "alice").Repairs);
        Assert.Equal(("route", default(bool?)), (would.Repair.Name, would.HasHelped));
        Assert.Equal(before, service.Durable.World.Things);
    }

    [Fact]
    public async Task a_tenant_that_an_operator_stopped_is_healthy_when_it_is_stopped()
    {
        var service = await HousedAsync();
        _ = (await service.Registry.ChangeAsync(
            snapshot => Lobsterd.Engine.Registry.RegistryEdits.Change(snapshot, Name("alice"), snapshot.Tenants[Name("alice")].Id, tenant => tenant with
            {
                Desired = DesiredState.Stopped,
                Observed = ObservedState.Stopped,
                Vm = null,
            }),
            Token)).Value;
        _ = service.Durable.World.Take("stop", "alice vm");

        var alice = Of(await MoltAsync(service), "alice");

        Assert.True(alice.IsHealthy);
        Assert.Equal(["vm", "disk"], alice.Before.Checks.Select(check => check.Name));
    }

    [Fact]
    public async Task a_repair_that_a_killed_service_began_is_done_by_the_next()
    {
        for (var point = 1; ; point++)
        {
            var durable = new Durable();
            var first = await HousedAsync(durable);
            _ = durable.World.Take("damage", "alice route");
            durable.Journals.WritesUntilKilled = point;
            _ = await first.Molt.Start(new MoltRequest(["alice"], IsDryRun: false), "uid 0", null).Value.Ended;
            if (durable.Journals.WritesUntilKilled > 0) return;

            durable.Journals.WritesUntilKilled = int.MaxValue;
            var second = new WorldService(durable);
            await second.StartAsync(Token);
            Assert.Equal(0, durable.Journals.Count);
            Assert.True((await MoltAsync(second)).IsHealthy);
        }
    }

    [Fact]
    public async Task a_name_that_nobody_has_is_refused_whole()
    {
        var service = await HousedAsync();

        Assert.Equal(TenantErrors.Unknown, service.Molt.Start(new MoltRequest(["alice", "carol"], IsDryRun: false), "uid 0", null).Error.Code);
    }

    [Fact]
    public async Task nobody_waits_for_a_guest_whose_vmm_ends_while_it_is_asked()
    {
        var service = await HousedAsync();
        var (alice, asked) = (service.Registry.Current.Tenants[Name("alice")].Owner, new TaskCompletionSource());
        service.Agents.Hesitation = async stop =>
        {
            service.Agents.Hesitation = _ => Task.CompletedTask;
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        };
        var molting = MoltAsync(service, "alice");
        await asked.Task.WaitAsync(Token);

        service.Hypervisor.End(alice, new VmExit(null, 9, ""));
        var party = Of(await molting.WaitAsync(Token), "alice");

        Assert.Equal([("vm", HealthStatus.Failed), ("agent", HealthStatus.Unknown), ("clock", HealthStatus.Unknown)],
            party.Before.Checks.Where(check => check.Name is "vm" or "agent" or "clock").Select(check => (check.Name, check.Status)));
        Assert.Equal("vm", party.Repairs[0].Repair.Name);
        Assert.True(party.IsHealthy);
    }

    private static TenantName Name(string name) => TenantName.Parse(name).Value;

    private static MoltedParty Of(MoltReport report, string name) => report.Parties.Single(party => party.Tenant?.Value == name);

    private static string Worst(MoltReport report) =>
        string.Join("; ", report.Parties.SelectMany(party => party.After.Checks).Where(check => check.Status != HealthStatus.Healthy).Select(check => $"{check.Name}: {check.Evidence}"));

    private static async Task<MoltReport> MoltAsync(WorldService service, string? name = null, bool isDryRun = false) =>
        (MoltReport)(await service.Molt.Start(new MoltRequest(name is null ? [] : [name], isDryRun), "uid 0", null).Value.Ended).Value;

    private static async Task<WorldService> HousedAsync(Durable? durable = null)
    {
        var service = new WorldService(durable ?? new Durable());
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        foreach (var name in (string[])["alice", "bob"])
            Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = name }, "uid 0", null, Token)).Value.Ended).IsSuccess);
        return service;
    }
}
