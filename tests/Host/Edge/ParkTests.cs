using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Tenants;
using Xunit;

namespace Lobsterd.Tests.Host.Edge;

/// <summary>What becomes of requests at and around the instant at which a tenant falls asleep or wakes.</summary>
public sealed class ParkTests : IAsyncLifetime
{
    private const int Rounds = 1_000;
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    private EdgeStand stand = null!;
    private StandinGuest guest = null!;
    private HttpClient client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        stand = await EdgeStand.StartAsync(config => config with { Wake = new WakeConfig { BudgetPerSource = 1_000_000, BudgetPerTenant = 1_000_000 } });
        guest = await StandinGuest.StartAsync();
        client = stand.NewEdgeClient();
        await stand.PublishAsync("alice", guest.EndPoint);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await guest.DisposeAsync();
        await stand.DisposeAsync();
    }

    [Fact]
    public async Task a_thousand_requests_timed_into_every_phase_of_park_and_unpark_are_all_answered()
    {
        var (parked, refused, reachedAsleep) = (0, 0, 0);
        var span = await MeasureRoundAsync();
        for (var round = 0; round < Rounds; round++)
        {
            // From before the park to after the unpark, in even steps.
            var wait = span * (round % 100) / 80;
            var asking = Task.Run(() => AskAfterAsync(wait), Token);
            var closed = await stand.Control.ParkAsync(Alice, force: false, Token);
            if (closed.TryGetError(out var error))
            {
                Assert.Equal(EdgeErrors.InFlight, error.Code);
                refused++;
            }
            else
            {
                parked++;
                var before = guest.Reached;
                await Task.Yield();
                reachedAsleep += guest.Reached - before;
                await stand.UnparkAsync("alice", guest.EndPoint);
            }

            Assert.Equal(HttpStatusCode.OK, await asking);
        }

        Assert.Equal(0, reachedAsleep);
        Assert.True(parked > Rounds / 4, $"{parked} parked, {refused} refused");
        Assert.Equal(Rounds, guest.Reached);
        Assert.Equal(0, (await stand.Control.ReadHealthAsync(Token)).Value.UnderWay);
    }

    [Fact]
    public async Task requests_of_a_busy_tenant_are_all_answered_while_it_falls_asleep_and_wakes_as_often_as_it_can()
    {
        using var over = new CancellationTokenSource();
        var (asked, parks) = (0, 0);
        var callers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                using var answered = await client.GetAsync(stand.Url("alice"), Token);
                Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
                _ = Interlocked.Increment(ref asked);
            }
        }, Token)).ToList();
        for (var round = 0; round < Rounds / 2; round++)
        {
            if ((await stand.Control.ParkAsync(Alice, force: false, Token)).IsFailure) continue;
            parks++;
            await stand.UnparkAsync("alice", guest.EndPoint);
        }

        await over.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Equal(asked, guest.Reached);
        Assert.True(asked > 0 && parks > 0, $"{asked} asked, {parks} parks");
    }

    [Fact]
    public async Task what_is_just_ending_keeps_no_tenant_from_being_parked()
    {
        // Again where the machine was too slow for the moment that a park waits; never in vain each time.
        for (var attempt = 1; ; attempt++)
        {
            var held = client.GetAsync(stand.Url("alice", "/hold"), Token);
            await EdgeStand.UntilAsync(() => Task.FromResult(guest.Holding == 1), "the guest has it");
            var parking = stand.Control.ParkAsync(Alice, force: false, Token);
            guest.Release();
            using var answer = await held;
            if (!(await parking).TryGetError(out var error)) break;
            Assert.Equal(EdgeErrors.InFlight, error.Code);
            Assert.True(attempt < 20, "a park never waits");
        }

        Assert.True((await stand.ActivityAsync("alice")).Parked);
    }

    [Fact]
    public async Task a_tenant_in_use_is_not_parked_unless_forced_and_what_is_broken_off_is_told_so()
    {
        var held = client.GetAsync(stand.Url("alice", "/hold"), Token);
        await EdgeStand.UntilAsync(() => Task.FromResult(guest.Holding == 1), "the guest has it");

        Assert.Equal(EdgeErrors.InFlight, (await stand.Control.ParkAsync(Alice, force: false, Token)).Error.Code);
        Assert.False((await stand.ActivityAsync("alice")).Parked);
        Assert.True((await stand.Control.ParkAsync(Alice, force: true, Token)).IsSuccess);

        using var broken = await held;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, broken.StatusCode);
        var seen = await stand.ActivityAsync("alice");
        Assert.True(seen is { Parked: true, IsQuiet: true });
    }

    [Fact]
    public async Task no_connection_to_the_guest_is_open_once_it_is_parked_and_none_is_opened()
    {
        using var bare = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bare.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        bare.Listen();
        var address = (IPEndPoint)bare.LocalEndPoint!;
        await stand.PublishAsync("bob", address);
        var asking = client.GetAsync(stand.Url("bob"), Token);
        using var accepted = await bare.AcceptAsync(Token);
        _ = await accepted.ReceiveAsync(new byte[4 << 10], Token);
        _ = await accepted.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), Token);
        Assert.Equal("ok", await (await asking).Content.ReadAsStringAsync(Token));
        await EdgeStand.UntilAsync(async () => (await stand.ActivityAsync("bob")).IsQuiet, "the request has left");

        await stand.ParkAsync("bob");

        // What has arrived has arrived: no waiting here.
        Assert.True(accepted.Poll(0, SelectMode.SelectRead));
        _ = Assert.Throws<SocketException>(() => accepted.Receive(new byte[1]));
        var waiting = client.GetAsync(stand.Url("bob"), Token);
        await stand.UntilHeldAsync("bob", 1);
        Assert.False(bare.Poll(0, SelectMode.SelectRead));

        await stand.UnparkAsync("bob", guest.EndPoint);
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Fact]
    public async Task a_killed_edge_comes_back_with_who_sleeps()
    {
        await stand.ParkAsync("alice");
        await stand.LoseServiceAsync();
        EdgeStand.Kill(stand.EdgePid);

        // Without a replayed table: the new service knows none yet.
        stand.NewService();
        Assert.True((await stand.Control.EnsureUpAsync(Token)).IsSuccess);

        Assert.True((await stand.ActivityAsync("alice")).Parked);
        var waiting = client.GetAsync(stand.Url("alice"), Token);
        await stand.UntilHeldAsync("alice", 1);
        await stand.UnparkAsync("alice", guest.EndPoint);
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Fact]
    public async Task a_killed_edge_is_told_by_the_service_who_sleeps_and_a_new_service_tells_its_own_table()
    {
        await stand.ParkAsync("alice");
        var killed = stand.EdgePid;
        File.Delete(Path.Combine(stand.Paths.EdgeState, "table"));
        EdgeStand.Kill(killed);
        await EdgeStand.UntilAsync(() => Task.FromResult(stand.EdgePid != killed), "another edge runs");
        var route = EdgeStand.Route("alice", guest.EndPoint);
        Assert.True((await stand.Control.ReplaceAsync([route with { Parked = true }], Token)).IsSuccess);
        Assert.True((await stand.ActivityAsync("alice")).Parked);

        var waiting = client.GetAsync(stand.Url("alice"), Token);
        await stand.UntilHeldAsync("alice", 1);
        Assert.True((await stand.Control.ReplaceAsync([route with { Parked = true }], Token)).IsSuccess);
        Assert.Equal(1, (await stand.ActivityAsync("alice")).Held);
        Assert.True((await stand.Control.ReplaceAsync([route], Token)).IsSuccess);
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
    }

    [Fact]
    public async Task what_waits_for_a_withdrawn_tenant_is_told_that_there_is_none()
    {
        await stand.ParkAsync("alice");
        var waiting = client.GetAsync(stand.Url("alice"), Token);
        await stand.UntilHeldAsync("alice", 1);

        await stand.WithdrawAsync("alice");

        Assert.Equal(HttpStatusCode.NotFound, (await waiting).StatusCode);
        Assert.Equal(EdgeErrors.RouteMissing, (await stand.Control.ParkAsync(Alice, force: false, Token)).Error.Code);
    }

    private async Task<TimeSpan> MeasureRoundAsync()
    {
        var started = Stopwatch.GetTimestamp();
        for (var n = 0; n < 20; n++)
        {
            await stand.ParkAsync("alice");
            await stand.UnparkAsync("alice", guest.EndPoint);
        }

        return Stopwatch.GetElapsedTime(started) / 20;
    }

    private async Task<HttpStatusCode> AskAfterAsync(TimeSpan wait)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < wait;) Thread.SpinWait(20);
        using var answered = await client.GetAsync(stand.Url("alice"), Token);
        return answered.StatusCode;
    }
}
