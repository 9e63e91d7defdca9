using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Operations;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>The service is killed after each write of the journal, with and without the host going down; what is left is a tenant that runs, or one that
/// sleeps whole, and never a disk that went on beside a memory that could be loaded.</summary>
public sealed class SleepCrashMatrixTests
{
    private static readonly string[] Asleep = ["alice disk", "alice parked", "alice route", "alice tap0"];
    private static readonly string[] AsleepAfterBoot = ["alice disk", "alice parked", "alice route"];
    private static readonly string[] Awake = ["alice disk", "alice route", "alice tap0", "alice vm"];
    private static readonly string[] Files = ["disk", "folders", "initialized"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task a_suspend(bool isRebooted) => RunAsync(
        SpawnAsync, service => service.Sleep.Suspend.Start(new SuspendRequest("alice", Force: false, Why: null), "uid 0", null).Value, isRebooted);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task a_resume(bool isRebooted) => RunAsync(
        SleepAsync, service => service.Sleep.Resume.Start("alice", null, "uid 0", null).Value, isRebooted);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task a_resume_that_boots_cold(bool isRebooted) => RunAsync(
        async service =>
        {
            await SleepAsync(service);
            service.Durable.Sleep.IsDamaged = true;
        },
        service => service.Sleep.Resume.Start("alice", null, "uid 0", null).Value,
        isRebooted);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task a_start_that_does_not_wake(bool isRebooted) => RunAsync(
        SleepAsync, service => service.Power.Start(PowerAct.Start, "alice", "uid 0", null).Value, isRebooted);

    private static async Task RunAsync(Func<WorldService, Task> prepare, Func<WorldService, Operation> command, bool isRebooted)
    {
        for (var point = 1; ; point++)
        {
            var durable = new Durable();
            var first = new WorldService(durable);
            await prepare(first);
            durable.Journals.WritesUntilKilled = point;
            var ended = await command(first).Ended;
            var isKilled = durable.Journals.WritesUntilKilled <= 0;
            durable.Journals.WritesUntilKilled = int.MaxValue;
            if (!isKilled)
            {
                Assert.True(ended.IsSuccess);
                Assert.True(point > 5, $"only {point - 1} points");
                return;
            }

            if (isRebooted) Reboot(durable);
            var second = new WorldService(durable);
            await second.StartAsync(Token);
            AssertWhole(second, isRebooted, point);

            // Whatever it was left as, it still wakes, or is there.
            if (second.Registry.Current.Tenants.Values.Single().Observed == ObservedState.Suspended)
                Assert.True((await second.Sleep.Resume.Start("alice", null, "uid 0", null).Value.Ended).IsSuccess);
            AssertNeverRanBesideAState(durable.World, point);
        }
    }

    private static void AssertWhole(WorldService service, bool isRebooted, int point)
    {
        var durable = service.Durable;
        var tenant = service.Registry.Current.Tenants.Values.Single();
        var things = durable.World.Things.Where(thing => thing.StartsWith("alice", StringComparison.Ordinal)).ToList();
        var told = $"killed after write {point}: {tenant.Observed}, {string.Join(", ", things)}";
        var isLoadable = durable.Sleep.Of(tenant.Id) is { IsBegun: false };

        Assert.Equal(0, durable.Journals.Count);
        switch (tenant.Observed)
        {
            case ObservedState.Running:
                Assert.True(!isRebooted && !isLoadable && things.SequenceEqual(Awake) && tenant.Desired == DesiredState.Running, told);
                break;
            case ObservedState.Suspended:
                Assert.True(isLoadable && things.SequenceEqual(isRebooted ? AsleepAfterBoot : Asleep) && tenant.Desired == DesiredState.Suspended, told);
                break;
            default:
                // A host that went down took the VM with it; its disk is left.
                Assert.True(isRebooted && tenant.Observed == ObservedState.Failed && tenant.Desired == DesiredState.Running && things.SequenceEqual(["alice disk"]), told);
                Assert.False(isLoadable && durable.World.Acts.Contains("vm.restore"), told);
                break;
        }
    }

    private static void AssertNeverRanBesideAState(World world, int point)
    {
        var isLoadable = false;
        foreach (var act in world.Acts)
        {
            if (act == "sleep.seal") isLoadable = true;
            else if (act is "sleep.mark" or "sleep.remove" or "sleep.begin") isLoadable = false;
            else if (act is "vm.resume" or "vm.boot") Assert.False(isLoadable, $"killed after write {point}: {act} beside a state that can be loaded");
        }
    }

    // What lives in the kernel dies with it: VMs, TAPs, routes; files stay.
    private static void Reboot(Durable durable)
    {
        durable.Boot.BootId = Guid.NewGuid();
        foreach (var thing in durable.World.Things.Where(thing => !Files.Any(file => thing.EndsWith(file, StringComparison.Ordinal))))
            _ = durable.World.Take("reboot", thing);
    }

    private static async Task SpawnAsync(WorldService service)
    {
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = "alice" }, "uid 0", null, Token)).Value.Ended).IsSuccess);
    }

    private static async Task SleepAsync(WorldService service)
    {
        await SpawnAsync(service);
        Assert.True((await service.Sleep.Suspend.Start(new SuspendRequest("alice", Force: false, Why: null), "uid 0", null).Value.Ended).IsSuccess);
    }
}
