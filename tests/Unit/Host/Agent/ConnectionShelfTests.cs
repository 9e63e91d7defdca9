using Lobsterd.Host.Agent;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

public sealed class ConnectionShelfTests
{
    private readonly FakeTimeProvider clock = new();
    private int open;

    [Fact]
    public async Task a_taken_connection_is_the_takers_alone()
    {
        using var shelf = new ConnectionShelf(clock);
        var tenant = Guid.CreateVersion7();
        shelf.Put(tenant, await ConnectAsync());

        using var taken = shelf.Take(tenant);
        clock.Advance(ConnectionShelf.IdleFor * 2);

        Assert.NotNull(taken);
        Assert.Null(shelf.Take(tenant));
        Assert.Equal(1, open);
    }

    [Fact]
    public async Task only_one_connection_of_a_tenant_stands_there()
    {
        using var shelf = new ConnectionShelf(clock);
        var tenant = Guid.CreateVersion7();
        shelf.Put(tenant, await ConnectAsync());
        shelf.Put(tenant, await ConnectAsync());

        Assert.Equal((1, 1), (shelf.Count, open));
    }

    [Fact]
    public async Task an_old_timer_does_not_close_a_newer_connection()
    {
        using var shelf = new ConnectionShelf(clock);
        var tenant = Guid.CreateVersion7();
        shelf.Put(tenant, await ConnectAsync());
        clock.Advance(ConnectionShelf.IdleFor / 2);
        shelf.Put(tenant, shelf.Take(tenant)!);
        clock.Advance(ConnectionShelf.IdleFor * 0.9);
        Assert.Equal((1, 1), (shelf.Count, open));

        clock.Advance(ConnectionShelf.IdleFor * 0.1);
        Assert.Equal((0, 0), (shelf.Count, open));
    }

    [Fact]
    public async Task it_holds_no_more_than_its_bound_and_closes_all_at_its_end()
    {
        var shelf = new ConnectionShelf(clock);
        for (var tenant = 0; tenant < ConnectionShelf.MostConnections + 10; tenant++) shelf.Put(Guid.CreateVersion7(), await ConnectAsync());
        Assert.Equal((ConnectionShelf.MostConnections, ConnectionShelf.MostConnections), (shelf.Count, open));

        shelf.Dispose();
        Assert.Equal((0, 0), (shelf.Count, open));
    }

    private async Task<AgentConnection> ConnectAsync()
    {
        open++;
        var stream = new ScriptedStream(ScriptedDoors.Greeting, [], 1_000, () => open--);
        return (await AgentConnection.GreetAsync(stream, TestContext.Current.CancellationToken)).Value;
    }
}
