using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Wake;
using Lobsterd.Engine.Wake.Schedules;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Lobsterd.Tests.Unit.Reef;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Wake;

/// <summary>Who falls asleep before his time when memory is short, and who does not.</summary>
public sealed class PressureTests
{
    private const long Mebibyte = 1L << 20;
    private const int ReserveMib = 256;

    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private readonly WorldService service = new(new Durable());
    private readonly EdgeSight edge = new();
    private readonly Holds holds = new();
    private readonly Memory memory = new();
    private readonly Silence silence = new();
    private readonly Spare spare = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_longest_idle_sleep_first_and_no_more_than_are_needed()
    {
        var desk = await NewAsync();
        memory.Available = () => (100 + (100 * Asleep().Count)) * Mebibyte;

        Assert.Equal(2, await desk.LookAsync(Token));

        Assert.Equal(["bob", "carol"], Asleep());
        var told = Assert.Single(await service.Events.LastOfAsync("bob", happened => happened.Kind == "tenant.suspended", 9, Token));
        Assert.Equal(("memory pressure", "256", "in a test"), (told.Actor, told.Evidence!["reserveMib"], told.Evidence["source"]));
    }

    [Fact]
    public async Task with_room_enough_everybody_stays_awake()
    {
        var desk = await NewAsync();
        memory.Available = () => ReserveMib * Mebibyte;

        Assert.Equal(0, await desk.LookAsync(Token));
        Assert.Empty(Asleep());
    }

    [Fact]
    public async Task who_is_of_use_held_or_due_stays_awake_however_short_memory_is()
    {
        var desk = await NewAsync();
        memory.Available = () => 0;
        edge.Seen = [.. edge.Seen!.Select(seen => seen.Tenant.Value == "bob" ? seen with { Requests = 1 } : seen.Tenant.Value == "carol" ? seen with { Idle = TimeSpan.FromSeconds(3) } : seen)];
        using var held = holds.Take(service.Registry.Current.Tenants[Name("alice")].Id);
        Assert.Equal(0, await desk.LookAsync(Token));

        held.Dispose();
        service.Agents.Schedules = [new GuestSchedule("beat", "every 1m", clock.GetUtcNow())];
        Assert.Equal(0, await desk.LookAsync(Token));

        service.Agents.Schedules = [];
        Assert.Equal(1, await desk.LookAsync(Token));
        Assert.Equal(["alice"], Asleep());
    }

    [Fact]
    public async Task a_spawn_counts_on_what_can_be_freed_and_it_is_freed_for_it()
    {
        var desk = await NewAsync();
        memory.Available = () => (ReserveMib + 100 + (200 * Asleep().Count)) * Mebibyte;
        Assert.Equal(0, await desk.LookAsync(Token));
        Assert.Equal(3 * 200 * Mebibyte, service.Freeable.Bytes);

        service.Freeable.Promise(150 * Mebibyte);
        await service.Freeable.WaitAsync(Token);

        Assert.Equal(1, await desk.LookAsync(Token));
        Assert.Equal(["bob"], Asleep());
        Assert.Equal(0, service.Freeable.Promised);
    }

    [Fact]
    public async Task spare_memory_counts_as_free_and_is_given_back_before_anybody_sleeps()
    {
        var desk = await NewAsync();
        spare.Bytes = 100 * Mebibyte;
        memory.Available = () => (ReserveMib + 50 - spare.Bytes / Mebibyte) * Mebibyte;

        Assert.Equal(0, await desk.LookAsync(Token));

        Assert.Equal(((3 * 200) + 100) * Mebibyte, service.Freeable.Bytes);
        Assert.Equal(0, spare.Bytes);
        Assert.Empty(Asleep());
    }

    [Fact]
    public async Task spare_memory_stays_where_there_is_room_enough()
    {
        var desk = await NewAsync();
        (spare.Bytes, memory.Available) = (100 * Mebibyte, () => ReserveMib * Mebibyte);

        Assert.Equal(0, await desk.LookAsync(Token));

        Assert.Equal(100 * Mebibyte, spare.Bytes);
    }

    private async Task<PressureDesk> NewAsync()
    {
        service.Hypervisor.Stats = () => new VmStats(TimeSpan.Zero, null, 200 * Mebibyte, IsPaused: false, []);
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        foreach (var name in (string[])["alice", "bob", "carol"])
            Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = name, Mode = "auto" }, "uid 0", null, Token)).Value.Ended).IsSuccess);
        edge.Seen = [Idle("alice", 20), Idle("bob", 60), Idle("carol", 40)];

        var wake = new WakeConfig { IdleAfterMs = 600_000 };
        var agenda = new GuestAgenda(service.Agents, wake, clock);
        var idle = new IdleDesk(edge, new WorldTraffic(), service.Registry, service.Hypervisors, service.Sleep.Suspend, holds, agenda, wake, clock);
        await idle.LookAsync(Token);
        clock.Advance(TimeSpan.FromSeconds(15));
        await idle.LookAsync(Token);
        var view = new IdleView(edge, service.Registry, service.Hypervisors, holds, idle, clock);
        return new PressureDesk(memory, silence, spare, service.Freeable, view, agenda, service.Sleep.Suspend, new HypervisorConfig { MemoryReserveMib = ReserveMib }, clock);
    }

    private IReadOnlyList<string> Asleep() =>
        [.. service.Registry.Current.Tenants.Values.Where(tenant => tenant.Observed == ObservedState.Suspended).Select(tenant => tenant.Name.Value)];

    private static TenantName Name(string name) => TenantName.Parse(name).Value;

    private static TenantActivity Idle(string name, int seconds) => new(Name(name), 0, 0, 0, 0, TimeSpan.FromSeconds(seconds), Parked: false);

    private sealed class Memory : IHostCapacity
    {
        public Func<long> Available { get; set; } = () => 0;

        public Result<HostCapacity, LobsterError> Read() => new HostCapacity(Available(), 0, 0);
    }

    private sealed class Spare : ISpareMemory
    {
        public long Bytes { get; set; }

        public void GiveBack() => Bytes = 0;
    }

    private sealed class Silence : IMemoryPressure
    {
        public string Source => "in a test";

        public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
