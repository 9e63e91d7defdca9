using System.Net;
using System.Net.Sockets;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>Connections to the published port of a tenant that sleeps, and what becomes of those that it is not woken for.</summary>
public sealed class HeldConnectionTests : IAsyncLifetime
{
    private const int PerTenant = 3;
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    private readonly Socket guest = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private EdgeStand stand = null!;
    private PublishedPort port = null!;
    private IPEndPoint workload = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stand = await EdgeStand.StartAsync(config => config with { Wake = new WakeConfig { HoldMs = 3_000, MaxHeldPerTenant = PerTenant, BudgetPerSource = 2 } });
        guest.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        guest.Listen(64);
        workload = (IPEndPoint)guest.LocalEndPoint!;
        port = await SleepAsync("alice");
    }

    public async ValueTask DisposeAsync()
    {
        guest.Dispose();
        await stand.DisposeAsync();
    }

    [Fact]
    public async Task all_that_wait_get_in_are_under_way_to_their_end_and_asked_once()
    {
        var asks = 0;
        using var over = new CancellationTokenSource();
        var listening = CountAsksAsync(() => asks++, over.Token);
        var clients = await Task.WhenAll(Enumerable.Range(0, PerTenant).Select(_ => ConnectAsync(port)));
        await stand.UntilHeldAsync("alice", PerTenant);

        await stand.UnparkAsync("alice", workload, port);
        var accepted = await Task.WhenAll(clients.Select(_ => guest.AcceptAsync(Token).AsTask()));

        Assert.Equal([new EdgeInFlight("alice", 0, 0, PerTenant)], (await stand.Control.ReadInFlightAsync(Token)).Value);
        Assert.Equal(EdgeErrors.InFlight, (await stand.Control.ParkAsync(Alice, force: false, Token)).Error.Code);
        foreach (var socket in clients.Concat(accepted)) socket.Dispose();
        await EdgeStand.UntilAsync(async () => (await stand.Control.ParkAsync(Alice, force: false, Token)).IsSuccess, "nothing is under way");
        await over.CancelAsync();
        await listening;
        Assert.Equal(1, asks);
    }

    [Fact]
    public async Task one_too_many_is_reset_at_once_and_the_others_when_their_time_is_over()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, PerTenant).Select(_ => ConnectAsync(port)));
        await stand.UntilHeldAsync("alice", PerTenant);

        await AssertRefusedAsync(port);
        Assert.Equal(PerTenant, (await stand.ActivityAsync("alice")).Held);

        foreach (var client in clients)
        {
            await AssertResetAsync(client);
            client.Dispose();
        }

        Assert.Equal(0, (await stand.ActivityAsync("alice")).Held);
        Assert.False(guest.Poll(0, SelectMode.SelectRead));
    }

    [Fact]
    public async Task a_wake_that_failed_resets_all_that_wait_and_whoever_comes_before_its_time()
    {
        var clients = await Task.WhenAll(ConnectAsync(port), ConnectAsync(port));
        await stand.UntilHeldAsync("alice", clients.Length);

        Assert.True((await stand.Control.RefuseAsync(Alice, "its disk is gone.", TimeSpan.FromSeconds(60), Token)).IsSuccess);
        foreach (var client in clients)
        {
            await AssertResetAsync(client);
            client.Dispose();
        }

        await AssertRefusedAsync(port);
        Assert.True((await stand.ActivityAsync("alice")).Parked);
    }

    [Fact]
    public async Task a_scan_of_ports_soon_wakes_nobody()
    {
        var (bob, carol) = (await SleepAsync("bob"), await SleepAsync("carol"));
        using var first = await ConnectAsync(port);
        using var second = await ConnectAsync(bob);
        await stand.UntilHeldAsync("alice", 1);
        await stand.UntilHeldAsync("bob", 1);

        await AssertRefusedAsync(carol);

        Assert.Equal(0, (await stand.ActivityAsync("carol")).Held);
    }

    private async Task<PublishedPort> SleepAsync(string tenant)
    {
        var published = new PublishedPort(EdgeStand.FreePort(), workload.Port);
        await stand.PublishAsync(tenant, workload, published);
        await stand.ParkAsync(tenant);
        return published;
    }

    private static async Task<Socket> ConnectAsync(PublishedPort to)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, to.HostPort, Token);
        return socket;
    }

    // Reset at once: whether the client hears of it before or after it is told that it is connected is a matter of luck.
    private static async Task AssertRefusedAsync(PublishedPort to)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var refused = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            await socket.ConnectAsync(IPAddress.Loopback, to.HostPort, Token);
            _ = await socket.ReceiveAsync(new byte[1], Token);
        });
        Assert.Equal(SocketError.ConnectionReset, refused.SocketErrorCode);
    }

    // Not an end: a client must not take silence for an answer.
    private static async Task AssertResetAsync(Socket client)
    {
        var refused = await Assert.ThrowsAsync<SocketException>(async () => await client.ReceiveAsync(new byte[1], Token));
        Assert.Equal(SocketError.ConnectionReset, refused.SocketErrorCode);
    }

    private async Task CountAsksAsync(Action asked, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in stand.Control.ListenAsync(cancellationToken)) asked();
        }
        catch (OperationCanceledException)
        {
            // It has heard enough.
        }
    }
}
