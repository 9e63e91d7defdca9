using Lobsterd.Domain.Config;
using Lobsterd.Engine.Hypervisors;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Hypervisors;

public sealed class BootGateTests : IDisposable
{
    private readonly BootGate gate = new(new HypervisorConfig { BootsAtOnce = 2 });
    private readonly List<Guid> tenants = [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task those_who_find_it_full_are_let_in_in_the_order_they_came()
    {
        var entries = tenants.ConvertAll(tenant => gate.EnterAsync(tenant, Token));
        Assert.Equal([true, true, false, false], entries.Select(entry => entry.IsCompleted));

        gate.Leave(tenants[1]);
        await entries[2];
        Assert.False(entries[3].IsCompleted);

        gate.Leave(tenants[0]);
        await entries[3];
    }

    [Fact]
    public async Task a_tenant_inside_takes_no_second_turn_and_gives_none_back_twice()
    {
        await gate.EnterAsync(tenants[0], Token);
        await gate.EnterAsync(tenants[0], Token);
        await gate.EnterAsync(tenants[1], Token);
        var third = gate.EnterAsync(tenants[2], Token);
        var fourth = gate.EnterAsync(tenants[3], Token);

        gate.Leave(tenants[0]);
        gate.Leave(tenants[0]);
        await third;

        Assert.False(fourth.IsCompleted);
        gate.Leave(tenants[1]);
        await fourth;
    }

    [Fact]
    public async Task one_that_gives_up_waiting_takes_no_turn()
    {
        await gate.EnterAsync(tenants[0], Token);
        await gate.EnterAsync(tenants[1], Token);
        using var stop = new CancellationTokenSource();
        var given = gate.EnterAsync(tenants[2], stop.Token);
        await stop.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        gate.Leave(tenants[2]);
        var fourth = gate.EnterAsync(tenants[3], Token);
        Assert.False(fourth.IsCompleted);
        gate.Leave(tenants[0]);
        await fourth;
    }

    public void Dispose() => gate.Dispose();
}
