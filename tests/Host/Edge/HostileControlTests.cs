using System.Net.Sockets;
using System.Text;
using CsCheck;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>What anyone might do to the control socket.</summary>
public sealed class HostileControlTests : IAsyncLifetime
{
    private EdgeStand stand = null!;
    private StandinGuest guest = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stand = await EdgeStand.StartAsync();
        guest = await StandinGuest.StartAsync();
        await stand.PublishAsync("alice", guest.EndPoint);
    }

    public async ValueTask DisposeAsync()
    {
        await guest.DisposeAsync();
        await stand.DisposeAsync();
    }

    [Fact]
    public async Task ten_thousand_lines_of_noise_change_nothing()
    {
        await Gen.Select(Gen.Byte.Array[1, 200], Gen.Bool).Array[50].SampleAsync(
            async lines =>
            {
                using var socket = await ConnectAsync();
                foreach (var (noise, ended) in lines)
                {
                    try
                    {
                        _ = await socket.SendAsync(ended ? [.. noise, (byte)'\n'] : noise, Token);
                    }
                    catch (SocketException)
                    {
                        return;
                    }
                }
            },
            iter: 200, threads: 2);

        Assert.Equal(["alice"], (await stand.Control.ReadTableAsync(Token)).Value.Select(entry => entry.Tenant));
        Assert.Equal(1, (await stand.Control.ReadHealthAsync(Token)).Value.Version);
    }

    [Theory]
    [InlineData("{\"op\":\"withdraw\",\"v\":3,\"tenant\":\"alice\"}")]
    [InlineData("{\"op\":\"withdraw\",\"v\":1,\"tenant\":\"../alice\"}")]
    [InlineData("{\"op\":\"publish\",\"v\":1,\"route\":{\"tenant\":\"bob\",\"host\":\"alice.lobster.localhost\",\"address\":\"10.0.0.1\",\"port\":1,\"publish\":[]}}")]
    [InlineData("{\"op\":\"publish\",\"v\":1,\"route\":{\"tenant\":\"bob\",\"host\":\"b.c\",\"address\":\"10.0.0.1\",\"port\":0,\"publish\":[]}}")]
    [InlineData("{\"op\":\"replace\",\"v\":1,\"last\":true,\"routes\":[{\"tenant\":\"bob\",\"host\":\"b.c\",\"address\":\"::\",\"port\":1,\"publish\":[]},{\"tenant\":\"eve\",\"host\":\"b.c\",\"address\":\"::\",\"port\":1,\"publish\":[]}]}")]
    public async Task a_change_that_cannot_be_is_refused_whole(string line)
    {
        using var socket = await ConnectAsync();
        await using var stream = new NetworkStream(socket);
        await using var lines = new EdgeLineReader(stream, TimeProvider.System);
        _ = await lines.ReadAsync(Token);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), Token);

        var reply = (await lines.ReadAsync(Token)).Value!.Value;

        Assert.IsType<EdgeReply.Refused>(EdgeWire.Parse(reply.FirstSpan, EdgeJson.Default.EdgeReply).Value);
        Assert.Equal(["alice"], (await stand.Control.ReadTableAsync(Token)).Value.Select(entry => entry.Tenant));
    }

    [Fact]
    public async Task connections_beyond_the_bound_are_closed_and_the_service_is_still_heard()
    {
        _ = await stand.Control.ReadHealthAsync(Token);
        var sockets = new List<Socket>();
        for (var n = 0; n < EdgeLimits.MaxConnections + 4; n++) sockets.Add(await ConnectAsync());

        Assert.True((await stand.Control.ReadHealthAsync(Token)).IsSuccess);

        foreach (var socket in sockets) socket.Dispose();
        await EdgeStand.UntilAsync(
            async () =>
            {
                using var next = await ConnectAsync();
                return await next.ReceiveAsync(new byte[1], Token) == 1;
            },
            "a place is free again");
    }

    [Fact]
    public async Task watchers_that_leave_give_their_places_back()
    {
        for (var n = 0; n < 3 * EdgeLimits.MaxConnections; n++)
        {
            using var socket = await ConnectAsync();
            _ = await socket.SendAsync("{\"op\":\"watch\",\"v\":1}\n"u8.ToArray(), Token);
            _ = await socket.ReceiveAsync(new byte[256], Token);
        }

        Assert.True((await stand.Control.ReadHealthAsync(Token)).IsSuccess);
    }

    [Fact]
    public async Task nobody_but_root_is_heard()
    {
        foreach (var uid in (uint[])[stand.Paths.Instance.CaddyUid, stand.Paths.Instance.EdgeUid, 65_534])
        {
            var ran = await new ProgramRunner(TimeProvider.System).RunAsync(
                new ProgramInput
                {
                    Program = "/usr/bin/curl",
                    Arguments = ["-s", "--unix-socket", stand.Paths.EdgeControlSocket, "http://edge/"],
                    Credentials = new Credentials { UserId = uid, GroupId = uid },
                    Timeout = TimeSpan.FromSeconds(20),
                },
                Token);

            Assert.False(ran.Value.Status.IsSuccess);
            Assert.DoesNotContain("lobsterd", ran.Value.Output, StringComparison.Ordinal);
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(stand.Paths.EdgeControlSocket), Token);
        return socket;
    }
}
