using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Operations;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Hypervisors;

public sealed class PoolDeskTests
{
    private const int ReserveMib = 256;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, 600, 0, 2)]
    [InlineData(null, 512, 0, 0)]
    [InlineData(null, 500, 19, 2)]
    [InlineData(5, 300, 0, 5)]
    [InlineData(5, 256, 0, 0)]
    [InlineData(0, 9_000, 0, 0)]
    public void how_many_wait_is_a_matter_of_memory(int? configured, int availableMib, int heldMib, int expected) =>
        Assert.Equal(expected, PoolSize.Of(new HypervisorConfig { Pool = configured, MemoryReserveMib = ReserveMib }, Host(availableMib), (long)heldMib << 20));

    [Fact]
    public async Task one_that_is_taken_is_followed_by_another_once_nothing_is_under_way()
    {
        var clock = new FakeTimeProvider();
        var pool = new WorldPool();
        await using var operations = new OperationBook(clock);
        var desk = Desk(pool, operations, clock, new HypervisorConfig());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = desk.RunAsync(stop.Token);
        var spawn = new TaskCompletionSource<Result<object, LobsterError>>();
        var operation = operations.Start(new OperationRequest("tenant.spawn", "alice", "test", "spawn:alice", null), (_, _) => spawn.Task).Value;

        pool.Take();
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, pool.Count);

        spawn.SetResult(new object());
        await operation.Ended;
        Assert.True(await AsTimePassesAsync(clock, () => pool.Count == 2));

        await stop.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task where_something_is_always_under_way_it_does_not_wait_for_ever()
    {
        var clock = new FakeTimeProvider();
        var pool = new WorldPool();
        await using var operations = new OperationBook(clock);
        var desk = Desk(pool, operations, clock, new HypervisorConfig { Pool = 1 });
        var endless = new TaskCompletionSource<Result<object, LobsterError>>();
        _ = operations.Start(new OperationRequest("tenant.spawn", "alice", "test", "spawn:alice", null), (_, _) => endless.Task).Value;

        var looking = desk.LookAsync(Stop);
        Assert.True(await AsTimePassesAsync(clock, () => looking.IsCompleted));

        Assert.True(await looking);
        Assert.Equal(1, pool.Count);
        endless.SetResult(new object());
    }

    [Fact]
    public async Task one_that_does_not_come_up_is_not_tried_again_at_once()
    {
        var clock = new FakeTimeProvider();
        var pool = new WorldPool { Fault = new LobsterError(VmErrors.StartFailed, "no") };
        await using var operations = new OperationBook(clock);

        var looking = Desk(pool, operations, clock, new HypervisorConfig()).LookAsync(Stop);
        Assert.True(await AsTimePassesAsync(clock, () => looking.IsCompleted));

        Assert.False(await looking);
    }

    private static PoolDesk Desk(WorldPool pool, OperationBook operations, FakeTimeProvider clock, HypervisorConfig config) =>
        new(pool, operations, new FixedCapacity(), config, clock, NullLogger<PoolDesk>.Instance);

    private static Task<bool> AsTimePassesAsync(FakeTimeProvider clock, Func<bool> holds) => Eventually.HoldsAsync(
        () =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            return Task.FromResult(holds());
        },
        Stop);

    private static HostCapacity Host(int availableMib) => new((long)availableMib << 20, 1L << 40, 1L << 40);

    private sealed class FixedCapacity : IHostCapacity
    {
        public Result<HostCapacity, LobsterError> Read() => Host(8_192);
    }
}
