using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Forks;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Fork;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Operations;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>One tenant becomes several.</summary>
public sealed class ForkCommandTests
{
    private static readonly string[] NewNames = ["bob", "carol"];

    private readonly Durable durable = new();
    private readonly WorldService service;

    public ForkCommandTests() => service = new WorldService(durable);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task copies_are_tenants_of_their_own()
    {
        await SpawnAsync(service, "alice");

        var forked = Assert.IsType<Forked>((await Start(NewNames).Ended).Value);

        var alice = service.Registry.Current.Tenants[Name("alice")];
        Assert.Equal(NewNames, forked.Copies.Select(copy => copy.Name.Value));
        Tenant[] all = [alice, .. forked.Copies];
        Assert.All(all, tenant => Assert.Equal(ObservedState.Running, tenant.Observed));
        Assert.Equal(3, all.Select(tenant => tenant.Id).Distinct().Count());
        Assert.Equal(3, all.Select(tenant => tenant.Slot).Distinct().Count());
        Assert.Equal(3, all.Select(tenant => tenant.AgentToken).Distinct().Count());
        Assert.Equal(3, all.Select(tenant => tenant.GatewayToken).Distinct().Count());
        Assert.All(forked.Copies, copy => Assert.Equal(copy.GatewayToken, service.Agents.Claims[copy.Name].GatewayToken));
        Assert.All(forked.Copies, copy => Assert.Equal((alice.Size, alice.Image, alice.DiskBytes), (copy.Size, copy.Image, copy.DiskBytes)));
        foreach (var name in NewNames)
            Assert.Equal([$"{name} disk", $"{name} route", $"{name} tap{all.First(tenant => tenant.Name.Value == name).Slot}", $"{name} vm"], ThingsOf(name));
        Assert.Equal(["alice disk", "alice route", "alice tap0", "alice vm"], ThingsOf("alice"));
    }

    [Fact]
    public async Task the_original_is_held_before_it_is_copied_and_goes_on_before_a_copy_wakes()
    {
        await SpawnAsync(service, "alice");

        Assert.True((await Start(["bob"]).Ended).IsSuccess);

        string[] acts = ["agent.hold", "agent.hang-up", "fork.begin", "vm.pause", "vm.snapshot", "vm.resume", "agent.release", "vm.restore", "agent.reclaim", "workload.start", "fork.remove"];
        var seen = durable.World.Acts.SkipWhile(act => act != "agent.hold").Where(acts.Contains).ToList();
        Assert.Equal([.. acts[..7], "vm.restore", "vm.resume", .. acts[8..]], seen);
    }

    [Fact]
    public async Task processes_go_on_where_that_is_asked_for()
    {
        await SpawnAsync(service, "alice");

        Assert.True((await Start(["bob"], keepProcesses: true).Ended).IsSuccess);

        Assert.Contains("agent.reclaim-kept", durable.World.Acts);
        Assert.DoesNotContain("agent.reclaim", durable.World.Acts);
    }

    [Theory]
    [InlineData("agent.sync")]
    [InlineData("agent.hold")]
    [InlineData("fork.begin")]
    [InlineData("vm.pause")]
    [InlineData("vm.snapshot")]
    [InlineData("fork.copy-disk")]
    [InlineData("agent.wake")]
    [InlineData("disk.ensure")]
    [InlineData("network.attach")]
    [InlineData("vm.restore")]
    [InlineData("agent.ready")]
    [InlineData("disk.flush")]
    [InlineData("agent.reclaim")]
    [InlineData("workload.start")]
    [InlineData("workload.wait")]
    public async Task whatever_fails_leaves_the_original_running_and_no_copies(string act)
    {
        await SpawnAsync(service, "alice");
        var before = durable.World.Things;
        durable.World.Failing = act;

        var ended = await Start(NewNames).Ended;

        Assert.Equal(World.Refused, ended.Error.Code);
        Assert.Equal(before, durable.World.Things);
        var alice = Assert.Single(service.Registry.Current.Tenants.Values);
        Assert.Equal(ObservedState.Running, alice.Observed);
        Assert.Equal(0, durable.Journals.Count);
    }

    [Fact]
    public async Task a_name_that_is_taken_is_refused_before_anything_is_done()
    {
        await SpawnAsync(service, "alice");
        await SpawnAsync(service, "bob");

        Assert.Equal(TenantErrors.NameTaken, Refused("alice", "carol", "bob"));
        Assert.Equal(TenantErrors.NameTaken, Refused("alice", "alice"));
        Assert.DoesNotContain("agent.hold", durable.World.Acts);
    }

    [Fact]
    public async Task names_are_checked()
    {
        await SpawnAsync(service, "alice");

        Assert.Equal(ForkErrors.NamesInvalid, Refused("alice"));
        Assert.Equal(ForkErrors.NamesInvalid, Refused("alice", "bob", "bob"));
        Assert.Equal(ForkErrors.NamesInvalid, Refused("alice", [.. Enumerable.Range(0, ForkPlanner.MostCopies + 1).Select(number => $"copy-{number}")]));
        Assert.Equal(TenantErrors.NameInvalid, Refused("alice", "Bob"));
        Assert.Equal(TenantErrors.Unknown, Refused("dave", "bob"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("fork.share")]
    [InlineData("fork.copy-disk")]
    [InlineData("vm.restore")]
    [InlineData("agent.reclaim")]
    public async Task one_that_sleeps_is_copied_and_sleeps_on(string? failing)
    {
        await SpawnAsync(service, "alice");
        Assert.True((await service.Sleep.Suspend.Start(new SuspendRequest("alice", Force: false, Why: null), "uid 0", null).Value.Ended).IsSuccess);
        var (before, done) = (ThingsOf("alice"), durable.World.Acts.Count);
        durable.World.Failing = failing;

        var ended = await Start(["bob"]).Ended;

        Assert.Equal(failing is null, ended.IsSuccess);
        Assert.Equal(before, ThingsOf("alice"));
        Assert.Equal(ObservedState.Suspended, service.Registry.Current.Tenants[Name("alice")].Observed);
        Assert.False(durable.Sleep.Of(service.Registry.Current.Tenants[Name("alice")].Id)!.IsBegun);
        var acts = durable.World.Acts.Skip(done).ToList();
        Assert.DoesNotContain(acts, act => act is "agent.hold" or "agent.release" or "vm.pause" or "sleep.mark");
        Assert.Equal(failing is null ? 4 : 0, ThingsOf("bob").Count);
        durable.World.Failing = null;
        Assert.True((await service.Sleep.Resume.Start("alice", null, "uid 0", null).Value.Ended).IsSuccess);
    }

    [Fact]
    public async Task one_that_could_not_stand_still_sleeps_all_the_same_and_is_not_forked_asleep()
    {
        await SpawnAsync(service, "alice");
        service.Agents.IsOld = true;
        Assert.Equal(AgentErrors.Refused, (await Start(["bob"]).Ended).Error.Code);

        Assert.True((await service.Sleep.Suspend.Start(new SuspendRequest("alice", Force: false, Why: null), "uid 0", null).Value.Ended).IsSuccess);
        Assert.Equal(ForkErrors.StateRefused, (await Start(["bob"]).Ended).Error.Code);
        Assert.True((await service.Sleep.Resume.Start("alice", null, "uid 0", null).Value.Ended).IsSuccess);
        Assert.DoesNotContain("agent.release", durable.World.Acts.SkipWhile(act => act != "sleep.mark"));
    }

    /// <summary>The service is killed after each write of the journal: the next one leaves the original running, with all copies or none.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task a_killed_service_leaves_all_copies_or_none(bool isRebooted)
    {
        for (var point = 1; ; point++)
        {
            var kept = new Durable();
            var first = new WorldService(kept);
            await SpawnAsync(first, "alice");
            kept.Journals.WritesUntilKilled = point;
            var ended = await first.Fork.Start(new ForkRequest("alice", NewNames, KeepProcesses: false), "uid 0", null).Value.Ended;
            var isKilled = kept.Journals.WritesUntilKilled <= 0;
            kept.Journals.WritesUntilKilled = int.MaxValue;
            if (!isKilled)
            {
                Assert.True(ended.IsSuccess);
                Assert.True(point > 20, $"only {point - 1} points");
                return;
            }

            if (isRebooted) Reboot(kept);
            var second = new WorldService(kept);
            await second.StartAsync(Token);
            AssertWhole(second, isRebooted, point);
        }
    }

    private static void AssertWhole(WorldService service, bool isRebooted, int point)
    {
        var tenants = service.Registry.Current.Tenants;
        var told = $"killed after write {point}: {string.Join(", ", tenants.Values.Select(tenant => $"{tenant.Name} {tenant.Observed}"))}; {string.Join(", ", service.Durable.World.Things)}";
        Assert.Equal(0, service.Durable.Journals.Count);
        Assert.True(tenants.Count is 1 or 3, told);
        Assert.All(tenants.Values, tenant => Assert.True(tenant.Observed == (isRebooted ? ObservedState.Failed : ObservedState.Running), told));
        Assert.DoesNotContain(service.Durable.World.Things, thing => thing.EndsWith("held", StringComparison.Ordinal) || thing.EndsWith("fork folder", StringComparison.Ordinal));
        foreach (var name in NewNames)
            if (!tenants.ContainsKey(Name(name))) Assert.DoesNotContain(service.Durable.World.Things, thing => thing.StartsWith(name, StringComparison.Ordinal));
        if (!isRebooted) Assert.Equal(4 * tenants.Count, service.Durable.World.Things.Count(thing => tenants.Keys.Any(name => thing.StartsWith($"{name} ", StringComparison.Ordinal))));
    }

    // What lives in the kernel dies with it: VMs, what is held in them, TAPs, routes; files stay.
    private static void Reboot(Durable durable)
    {
        string[] files = ["disk", "folders", "initialized", "fork folder"];
        durable.Boot.BootId = Guid.NewGuid();
        foreach (var thing in durable.World.Things.Where(thing => !files.Any(file => thing.EndsWith(file, StringComparison.Ordinal)))) _ = durable.World.Take("reboot", thing);
    }

    private Operation Start(IReadOnlyList<string> names, bool keepProcesses = false) =>
        service.Fork.Start(new ForkRequest("alice", names, keepProcesses), "uid 0", null).Value;

    private ErrorCode Refused(string source, params string[] names) =>
        service.Fork.Start(new ForkRequest(source, names, KeepProcesses: false), "uid 0", null).Error.Code;

    private List<string> ThingsOf(string name) => [.. durable.World.Things.Where(thing => thing.StartsWith($"{name} ", StringComparison.Ordinal))];

    private static TenantName Name(string name) => TenantName.Parse(name).Value;

    private static async Task SpawnAsync(WorldService service, string name)
    {
        if (!service.Host.IsInitialized) Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = name }, "uid 0", null, Token)).Value.Ended).IsSuccess);
    }
}
