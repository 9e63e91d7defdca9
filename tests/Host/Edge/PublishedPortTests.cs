using System.Net;
using System.Net.Sockets;
using System.Text;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>TCP ports of the host that lead to guests.</summary>
public sealed class PublishedPortTests : IAsyncLifetime
{
    private const int Limit = 8;

    private readonly Socket guest = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly int port = EdgeStand.FreePort();
    private EdgeStand stand = null!;
    private IPEndPoint workload = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stand = await EdgeStand.StartAsync(config => config with { Edge = config.Edge with { MaxInFlightPerTenant = Limit, ConnectTimeoutMs = 500, ActivityTimeoutMs = 1_000 } });
        guest.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        guest.Listen(64);
        workload = (IPEndPoint)guest.LocalEndPoint!;
    }

    public async ValueTask DisposeAsync()
    {
        guest.Dispose();
        await stand.DisposeAsync();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task bytes_go_both_ways_over_either_family(string address)
    {
        await PublishAsync();
        using var client = await ConnectAsync(address);
        using var accepted = await guest.AcceptAsync(Token);

        _ = await client.SendAsync("ping"u8.ToArray(), Token);
        Assert.Equal("ping", await ReadAsync(accepted, 4));
        _ = await accepted.SendAsync("pong"u8.ToArray(), Token);
        Assert.Equal("pong", await ReadAsync(client, 4));
        Assert.Equal([new EdgeInFlight("alice", 0, 0, 1)], (await stand.Control.ReadInFlightAsync(Token)).Value);
    }

    [Fact]
    public async Task the_end_of_one_direction_leaves_the_other_open()
    {
        await PublishAsync();
        using var client = await ConnectAsync();
        using var accepted = await guest.AcceptAsync(Token);

        _ = await client.SendAsync("all of it"u8.ToArray(), Token);
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("all of it", await ReadToEndAsync(accepted));

        _ = await accepted.SendAsync("and the answer"u8.ToArray(), Token);
        accepted.Shutdown(SocketShutdown.Send);
        Assert.Equal("and the answer", await ReadToEndAsync(client));
        await UntilQuietAsync();
    }

    [Fact]
    public async Task a_guest_that_neither_speaks_nor_ends_after_its_client_is_let_go()
    {
        await PublishAsync();
        var client = await ConnectAsync();
        using var accepted = await guest.AcceptAsync(Token);
        client.Dispose();

        await UntilQuietAsync();
    }

    [Fact]
    public async Task a_break_on_one_side_is_a_break_on_the_other()
    {
        await PublishAsync();
        using var client = await ConnectAsync();
        using var accepted = await guest.AcceptAsync(Token);
        accepted.Close(timeout: 0);

        var broken = await Assert.ThrowsAsync<SocketException>(() => client.ReceiveAsync(new byte[1], Token).AsTask());

        Assert.Equal(SocketError.ConnectionReset, broken.SocketErrorCode);
        await UntilQuietAsync();
    }

    [Fact]
    public async Task a_reader_that_does_not_read_stops_its_writer_and_loses_nothing()
    {
        const int Total = 64 << 20;
        await PublishAsync();
        using var client = await ConnectAsync();
        using var accepted = await guest.AcceptAsync(Token);
        var sent = 0L;
        var sending = SendAsync();

        // The writer is stopped when neither kernel nor edge takes more, far below the whole.
        await EdgeStand.UntilAsync(
            async () =>
            {
                var before = Volatile.Read(ref sent);
                await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Token);
                return before > 0 && Volatile.Read(ref sent) == before;
            },
            "the writer stands still");
        Assert.InRange(Volatile.Read(ref sent), 1, Total - 1);

        var received = 0L;
        var buffer = new byte[256 << 10];
        for (int count; (count = await accepted.ReceiveAsync(buffer, Token)) > 0;) received += count;
        await sending;
        Assert.Equal(Total, received);

        async Task SendAsync()
        {
            var piece = new byte[64 << 10];
            for (var left = Total; left > 0; left -= piece.Length)
            {
                for (var done = 0; done < piece.Length;) done += await client.SendAsync(piece.AsMemory(done), Token);
                Volatile.Write(ref sent, Total - left + piece.Length);
            }

            client.Shutdown(SocketShutdown.Send);
        }
    }

    [Fact]
    public async Task connections_beyond_the_limit_are_closed_at_once()
    {
        await PublishAsync();
        var clients = new List<Socket>();
        for (var n = 0; n < Limit; n++) clients.Add(await ConnectAsync());
        await EdgeStand.UntilAsync(async () => (await stand.Control.ReadHealthAsync(Token)).Value.UnderWay == Limit, "all are in flight");

        await Assert.ThrowsAsync<SocketException>(ConnectAndReadAsync);

        foreach (var client in clients) client.Dispose();
        await UntilQuietAsync();
    }

    [Fact]
    public async Task a_guest_that_does_not_listen_breaks_the_connection()
    {
        guest.Dispose();
        await PublishAsync();

        await Assert.ThrowsAsync<SocketException>(ConnectAndReadAsync);
        await UntilQuietAsync();
    }

    [Fact]
    public async Task a_withdrawn_port_is_closed_and_what_is_under_way_goes_on()
    {
        await PublishAsync();
        using var client = await ConnectAsync();
        using var accepted = await guest.AcceptAsync(Token);
        await stand.WithdrawAsync("alice");

        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync());
        _ = await client.SendAsync("still"u8.ToArray(), Token);
        Assert.Equal("still", await ReadAsync(accepted, 5));
    }

    [Fact]
    public async Task a_port_of_another_tenant_or_process_is_refused_and_nothing_changes()
    {
        using var process = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        process.Bind(new IPEndPoint(IPAddress.Any, 0));
        process.Listen();
        var taken = ((IPEndPoint)process.LocalEndPoint!).Port;
        var free = EdgeStand.FreePort();
        await PublishAsync();

        var byTenant = await stand.Control.PublishAsync(EdgeStand.Route("bob", workload, new PublishedPort(free, 22), new PublishedPort(port, 22)), Token);
        var byProcess = await stand.Control.PublishAsync(EdgeStand.Route("bob", workload, new PublishedPort(free, 22), new PublishedPort(taken, 22)), Token);

        Assert.Equal(EdgeErrors.PortTaken, byTenant.Error.Code);
        Assert.Contains("tenant alice", byTenant.Error.Message, StringComparison.Ordinal);
        Assert.Equal(EdgeErrors.PortTaken, byProcess.Error.Code);
        Assert.Equal(["alice"], (await stand.Control.ReadTableAsync(Token)).Value.Select(entry => entry.Tenant));
        await Assert.ThrowsAsync<SocketException>(() => ConnectToAsync(free));
    }

    [Fact]
    public async Task a_privileged_port_is_refused_with_what_to_do()
    {
        var refused = await stand.Control.PublishAsync(EdgeStand.Route("alice", workload, new PublishedPort(443, 22)), Token);

        Assert.Equal(EdgeErrors.PortPrivileged, refused.Error.Code);
        Assert.Contains("ip_unprivileged_port_start=443", refused.Error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_port_that_is_taken_when_a_whole_table_comes_is_listened_on_when_it_is_free()
    {
        var process = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        process.Bind(new IPEndPoint(IPAddress.Any, port));
        process.Listen();
        var table = new[] { EdgeStand.Route("alice", workload, new PublishedPort(port, workload.Port)) };

        Assert.True((await stand.Control.ReplaceAsync(table, Token)).IsSuccess);
        Assert.Equal([port], (await stand.Control.ReadHealthAsync(Token)).Value.PortsDown);

        process.Dispose();
        await EdgeStand.UntilAsync(async () => (await stand.Control.ReadHealthAsync(Token)).Value.PortsDown.Count == 0, "the port is up");
        using var client = await ConnectAsync();
        using var accepted = await guest.AcceptAsync(Token);
    }

    [Fact]
    public async Task a_port_may_move_from_tenant_to_tenant_within_a_whole_table()
    {
        await PublishAsync();

        Assert.True((await stand.Control.ReplaceAsync(
            [EdgeStand.Route("alice", workload), EdgeStand.Route("bob", workload, new PublishedPort(port, workload.Port))], Token)).IsSuccess);

        using var client = await ConnectAsync();
        using var accepted = await guest.AcceptAsync(Token);
        Assert.Equal("bob", Assert.Single((await stand.Control.ReadInFlightAsync(Token)).Value).Tenant);
    }

    private Task PublishAsync() => stand.PublishAsync("alice", workload, new PublishedPort(port, workload.Port));

    private Task<Socket> ConnectAsync(string address = "127.0.0.1") => ConnectToAsync(port, address);

    private static async Task<Socket> ConnectToAsync(int to, string address = "127.0.0.1")
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Parse(address), to, Token);
        return socket;
    }

    // The reset may come while the client still believes that it connects.
    private async Task ConnectAndReadAsync()
    {
        using var socket = await ConnectAsync();
        _ = await socket.ReceiveAsync(new byte[1], Token);
    }

    private static async Task<string> ReadAsync(Socket socket, int bytes)
    {
        var buffer = new byte[bytes];
        for (var got = 0; got < bytes;) got += await socket.ReceiveAsync(buffer.AsMemory(got), Token);
        return Encoding.ASCII.GetString(buffer);
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[1 << 10];
        for (int count; (count = await socket.ReceiveAsync(buffer, Token)) > 0;) all.Write(buffer, 0, count);
        return Encoding.ASCII.GetString(all.ToArray());
    }

    private Task UntilQuietAsync() => EdgeStand.UntilAsync(
        async () => (await stand.Control.ReadHealthAsync(Token)).Value.UnderWay == 0, "nothing is in flight");
}
