using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Operations;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>Every command, its service killed after every write to the journal, started again: the world is as before or as after, and so is the registry.</summary>
public sealed class CrashMatrixTests
{
    private static readonly string[] Files = ["disk", "folders", "initialized", "snap", "snap.new"];
    private static readonly string[] WholeTenant = ["alice disk", "alice route", "alice tap0", "alice vm"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_spawn() => Tell("spawn", await RunAsync(InitAsync, SpawnAsync, isRebooted: false));

    [Fact]
    public async Task a_spawn_and_a_reboot() => Tell("spawn, reboot", await RunAsync(InitAsync, SpawnAsync, isRebooted: true));

    [Fact]
    public async Task an_eviction() => Tell("evict", await RunAsync(EndedSpawnAsync, EvictAsync, isRebooted: false));

    [Fact]
    public async Task an_eviction_and_a_reboot() => Tell("evict, reboot", await RunAsync(EndedSpawnAsync, EvictAsync, isRebooted: true));

    [Theory]
    [InlineData(PowerAct.Stop)]
    [InlineData(PowerAct.Start)]
    [InlineData(PowerAct.Restart)]
    public async Task a_stop_a_start_and_a_restart(PowerAct act)
    {
        var wasRunning = act != PowerAct.Start;
        for (var point = 1; ; point++)
        {
            var durable = new Durable();
            var first = new WorldService(durable);
            await EndedSpawnAsync(first);
            if (!wasRunning) Assert.True((await first.Power.Start(PowerAct.Stop, "alice", "uid 0", null).Value.Ended).IsSuccess);
            durable.Journals.WritesUntilKilled = point;
            var ended = await first.Power.Start(act, "alice", "uid 0", null).Value.Ended;
            if (durable.Journals.WritesUntilKilled > 0)
            {
                Assert.True(ended.IsSuccess);
                Tell(StateNames.Of(act), point - 1);
                return;
            }

            durable.Journals.WritesUntilKilled = int.MaxValue;
            var second = new WorldService(durable);
            await second.StartAsync(Token);

            // As before or as after; the disk is there whichever it is.
            var tenant = second.Registry.Current.Tenants.Values.Single();
            var told = $"killed after write {point}: {tenant.Observed}, {string.Join(", ", durable.World.Things)}";
            Assert.Equal(0, durable.Journals.Count);
            Assert.True(durable.World.Has("alice disk"), told);
            Assert.Equal(tenant.Observed == ObservedState.Running, durable.World.Has("alice vm"));
            Assert.Equal(tenant.Observed == ObservedState.Running, durable.World.Has("alice route"));
            Assert.True(tenant.Observed is ObservedState.Running or ObservedState.Stopped, told);
            if (act == PowerAct.Restart) Assert.True(tenant.Observed == ObservedState.Running, told);
        }
    }

    [Fact]
    public async Task a_change_of_egress()
    {
        for (var point = 1; ; point++)
        {
            var durable = new Durable();
            var first = new WorldService(durable);
            await EndedSpawnAsync(first);
            durable.Journals.WritesUntilKilled = point;
            var ended = await first.Egress.Start("alice", "none", "uid 0", null).Value.Ended;
            if (durable.Journals.WritesUntilKilled > 0)
            {
                Assert.True(ended.IsSuccess);
                Tell("egress", point - 1);
                return;
            }

            durable.Journals.WritesUntilKilled = int.MaxValue;
            var second = new WorldService(durable);
            await second.StartAsync(Token);

            // Before the first write is whole nothing had begun; after it the change goes on.
            var isChanged = second.Registry.Current.Tenants.Values.Single().Egress == EgressPolicy.None;
            Assert.Equal(isChanged ? ["alice disk", "alice egress none", .. WholeTenant[1..]] : WholeTenant, durable.World.Things.Where(thing => thing.StartsWith("alice", StringComparison.Ordinal)));
            Assert.Equal(0, durable.Journals.Count);
        }
    }

    [Fact]
    public async Task a_change_of_egress_that_the_wall_refuses_is_taken_back()
    {
        var durable = new Durable();
        var service = new WorldService(durable);
        await EndedSpawnAsync(service);
        durable.World.Failing = "network.egress";

        var ended = await service.Egress.Start("alice", "none", "uid 0", null).Value.Ended;

        Assert.True(ended.IsFailure);
        Assert.Equal(EgressPolicy.Open, service.Registry.Current.Tenants.Values.Single().Egress);
    }

    [Fact]
    public Task a_snap() => SnapAsync("snap", service => service.Snaps.Start(new SnapRequest("alice"), "uid 0", null).Value, isRebooted: false);

    [Fact]
    public Task a_snap_and_a_reboot() => SnapAsync("snap, reboot", service => service.Snaps.Start(new SnapRequest("alice"), "uid 0", null).Value, isRebooted: true);

    [Fact]
    public Task a_snap_that_stops_the_vm() =>
        SnapAsync("snap, stop", service => service.Snaps.Start(new SnapRequest("alice") { MayStop = true }, "uid 0", null).Value, isRebooted: false);

    [Fact]
    public Task a_restore() => SnapAsync("restore", service => service.Restore.Start("alice", "base", keeps: true, "uid 0", null).Value, isRebooted: false);

    [Fact]
    public Task a_restore_and_a_reboot() => SnapAsync("restore, reboot", service => service.Restore.Start("alice", "base", keeps: true, "uid 0", null).Value, isRebooted: true);

    // Whatever happens alice has one whole disk, no copy stays half done, and the snap that was there stays.
    private static async Task SnapAsync(string what, Func<WorldService, Operation> command, bool isRebooted)
    {
        for (var point = 1; ; point++)
        {
            var durable = new Durable();
            var first = new WorldService(durable);
            await EndedSpawnAsync(first);
            Assert.True((await first.Snaps.Start(new SnapRequest("alice") { Label = "base" }, "uid 0", null).Value.Ended).IsSuccess);
            durable.Journals.WritesUntilKilled = point;
            var ended = await command(first).Ended;
            var isKilled = durable.Journals.WritesUntilKilled <= 0;
            durable.Journals.WritesUntilKilled = int.MaxValue;
            if (isKilled)
            {
                if (isRebooted) Reboot(durable);
                await new WorldService(durable).StartAsync(Token);
            }
            else
            {
                Assert.True(ended.IsSuccess, ended.IsFailure ? ended.Error.FullMessage : "");
            }

            var told = $"{what}, killed after write {point}: {string.Join(", ", durable.World.Things)}";
            var tenant = durable.File.Saved.Tenants.Values.Single();
            Assert.Equal(0, durable.Journals.Count);
            Assert.True(durable.World.Has("alice disk"), told);
            Assert.DoesNotContain(durable.World.Things, thing => thing.EndsWith("snap.new", StringComparison.Ordinal) || thing.EndsWith("replaced disk", StringComparison.Ordinal));
            Assert.Contains(durable.Snaps.List().Value, snap => snap.Label == "base");
            Assert.InRange(durable.Snaps.Count, isKilled ? 1 : 2, 2);
            if (tenant.Observed == ObservedState.Running) Assert.Subset(durable.World.Things.ToHashSet(), WholeTenant.ToHashSet());
            else Assert.True(tenant is { Observed: ObservedState.Failed, Vm: null } && !durable.World.Has("alice vm"), $"{told}; {tenant.Observed}: {tenant.Reason}");
            if (isKilled) continue;
            Tell(what, point - 1);
            return;
        }
    }

    [Fact]
    public async Task an_init()
    {
        string[] whole = ["host edge", "host folders", "host initialized", "host table"];
        var points = await HostAsync(_ => Task.CompletedTask, service => service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value, whole);
        Tell("init", points);
    }

    [Fact]
    public async Task an_uninit()
    {
        var points = await HostAsync(
            InitAsync,
            service => service.Setup.StartUninit("uid 0", null).Value,
            whole: []);
        Tell("uninit", points);
    }

    // Kills at each write until a run gets through alive; returns how many points that were.
    private static async Task<int> RunAsync(Func<WorldService, Task> prepare, Func<WorldService, Task<Operation>> command, bool isRebooted)
    {
        for (var point = 1; ; point++)
        {
            var durable = new Durable();
            var first = new WorldService(durable);
            await prepare(first);
            durable.Journals.WritesUntilKilled = point;
            var ended = await (await command(first)).Ended;
            var isKilled = durable.Journals.WritesUntilKilled <= 0;
            durable.Journals.WritesUntilKilled = int.MaxValue;
            if (!isKilled)
            {
                Assert.True(ended.IsSuccess);
                return point - 1;
            }

            if (isRebooted) Reboot(durable);
            var second = new WorldService(durable);
            await second.StartAsync(Token);

            var things = durable.World.Things.Where(thing => thing.StartsWith("alice", StringComparison.Ordinal)).ToList();
            var tenants = second.Registry.Current.Tenants;
            var told = $"killed after write {point}: {string.Join(", ", things)} are left, {tenants.Count} tenants";
            Assert.Equal(0, durable.Journals.Count);
            if (tenants.Count == 0) Assert.True(things.Count == 0, told);
            else if (!isRebooted) Assert.True(tenants.Values.Single().Observed == ObservedState.Running && things.SequenceEqual(WholeTenant), told);
            else Assert.True(tenants.Values.Single().Observed == ObservedState.Failed && things.SequenceEqual(["alice disk"]), told);
        }
    }

    private static async Task<int> HostAsync(Func<WorldService, Task> prepare, Func<WorldService, Operation> command, string[] whole)
    {
        for (var point = 1; ; point++)
        {
            var durable = new Durable();
            var first = new WorldService(durable);
            await prepare(first);
            durable.Journals.WritesUntilKilled = point;
            _ = await command(first).Ended;
            if (durable.Journals.WritesUntilKilled > 0)
            {
                Assert.Equal(whole, durable.World.Things);
                return point - 1;
            }

            durable.Journals.WritesUntilKilled = int.MaxValue;
            await new WorldService(durable).StartAsync(Token);

            Assert.Equal(0, durable.Journals.Count);
            Assert.Equal(whole, durable.World.Things);
        }
    }

    // What lives in the kernel dies with it: VMs, TAPs, routes; files stay.
    private static void Reboot(Durable durable)
    {
        durable.Boot.BootId = Guid.NewGuid();
        foreach (var thing in durable.World.Things.Where(thing => !Files.Any(file => thing.EndsWith(file, StringComparison.Ordinal))))
            _ = durable.World.Take("reboot", thing);
    }

    private static async Task<Operation> SpawnAsync(WorldService service) =>
        (await service.Spawn.StartAsync(new SpawnRequest { Name = "alice" }, "uid 0", null, Token)).Value;

    private static async Task InitAsync(WorldService service) =>
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);

    private static async Task EndedSpawnAsync(WorldService service)
    {
        await InitAsync(service);
        Assert.True((await (await SpawnAsync(service)).Ended).IsSuccess);
    }

    private static Task<Operation> EvictAsync(WorldService service) =>
        Task.FromResult(service.Evict.Start("alice", isGraceful: false, "uid 0", null).Value);

    private static void Tell(string what, int points) => TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {points} points");
}
