using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Ports of the host that lead into tenants which sleep: whoever connects sees only time.</summary>
public sealed class PublishedPortTests
{
    private const int HostPort = 22_022;
    private const int GuestPort = 9_000;
    private const int Together = 5;
    private const int MostTries = 50;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.Null)]
    public async Task connections_to_a_sleeper_wake_it_once_are_answered_and_keep_it_awake(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine);
        await SpawnAsync(stand);
        _ = (await SuspendAsync(stand)).Succeeded();

        var sockets = await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => ConnectAsync(stand)));
        foreach (var answer in await Task.WhenAll(sockets.Select(AskAsync))) Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);

        // The clients are let in before the last of the wake is done, and told of.
        await foreach (var told in stand.Reef.EventsAsync(Stop))
            if (told.Kind == "tenant.resumed") break;
        var woke = Assert.Single((await WhyAsync(stand)).Facts, fact => fact.Kind == "tenant.resumed");
        Assert.Equal(("edge", "connection", $"{HostPort}"), (woke.Actor, woke.Evidence["cause"], woke.Evidence["hostPort"]));
        Assert.Equal("127.0.0.1", woke.Evidence["peer"]);

        // One of them stays, as a session of SSH would: what it holds awake cannot be put to sleep, and it works on.
        foreach (var socket in sockets[1..]) socket.Dispose();
        Assert.Equal("edge.park.in-flight", (await SuspendAsync(stand)).Problem?.Code);
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(sockets[0]), StringComparison.Ordinal);

        // The edge hears of its end a moment after us, and a park waits a moment for what is under way.
        sockets[0].Dispose();
        var slept = await SuspendAsync(stand);
        for (var tries = 1; slept.Problem is not null && tries < MostTries; tries++) slept = await SuspendAsync(stand);
        Assert.Equal("suspended", slept.Tenant.State);
    }

    [Fact]
    public async Task a_connection_waits_for_a_service_that_is_down()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        await SpawnAsync(stand);
        _ = (await SuspendAsync(stand)).Succeeded();
        await stand.KillAsync();

        using var socket = await ConnectAsync(stand);
        var asking = AskAsync(socket);
        await stand.StartAsync(Stop);

        Assert.StartsWith("HTTP/1.1 200 ", await asking, StringComparison.Ordinal);

        // It is answered before the last of the wake is done.
        Assert.True(await Eventually.HoldsAsync(async () => (await stand.Reef.FindAsync("alice", Stop))!.State == "running", Stop), "it is not running again");
    }

    private static async Task SpawnAsync(ServiceStand stand)
    {
        var alice = (await stand.Reef.SpawnAsync(new SpawnBody { Name = "alice", Publish = [new PublishBody(HostPort, GuestPort)] }, Stop)).Tenant;
        Assert.Equal(GuestPort, alice.Port);
    }

    private static Task<OperationOutcome> SuspendAsync(ServiceStand stand) => stand.Reef.SuspendAsync("alice", Stop);

    private static Task<Socket> ConnectAsync(ServiceStand stand) => stand.Network.ConnectAsync(new IPEndPoint(IPAddress.Loopback, HostPort), Stop);

    private static async Task<WhyBody> WhyAsync(ServiceStand stand) =>
        (await stand.Reef.Http.GetFromJsonAsync($"{ReefPaths.Tenants}/alice/why", ReefJson.Default.WhyBody, Stop))!;

    private static Task<string> AskAsync(Socket socket) => PlainHttp.AskAsync(socket, Stop);
}
