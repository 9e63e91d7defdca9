using System.Net;
using System.Text.Json.Nodes;
using Lobsterd.Host.Caddy;
using Lobsterd.Host.Edge;
using Lobsterd.Host.Kept;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Edge;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>Edge and Caddy come back with all that they have to know, and nobody's guest notices.</summary>
public sealed class FrontDamageTests(NullHouse house) : IClassFixture<NullHouse>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private CaddyAdmin Admin => CaddyDamage.AdminOf(house.Stand);

    [Fact]
    public async Task a_server_that_was_dropped_is_there_again()
    {
        await house.ProveAsync(new Finding("Caddy's server dropped", null, "caddy", "front") { Evidence = $"{CaddyDocument.ServerPath} is missing" }, async () =>
            (await Admin.RemoveAsync(CaddyDocument.ServerPath, Stop)).Require());
        await AssertAnswersAsync();
    }

    [Fact]
    public async Task a_server_that_was_changed_is_as_it_was()
    {
        await house.ProveAsync(new Finding("Caddy's server changed", null, "caddy", "front") { Evidence = $"{CaddyDocument.ServerPath} was changed" }, async () =>
            (await Admin.WriteAsync("PATCH", $"{CaddyDocument.ServerPath}/routes", new JsonArray(), Stop)).Require());
        await AssertAnswersAsync();
    }

    // What a Caddy has that was started anew, and that nobody has told anything yet.
    [Fact]
    public async Task a_caddy_that_started_empty_is_filled()
    {
        await house.ProveAsync(new Finding("Caddy empty", null, "caddy", "front") { Evidence = $"{CaddyDocument.ServerPath} is missing" }, () =>
            CaddyDamage.EmptyAsync(house.Stand, Stop));
        await AssertAnswersAsync();
    }

    [Theory]
    [InlineData("caddy", false)]
    [InlineData("edge", false)]
    [InlineData("edge", true)]
    public async Task what_was_killed_runs_again_and_answers(string program, bool withItsTable)
    {
        await using var traffic = await house.TrafficAsync();
        var table = Path.Combine(house.Stand.Paths.EdgeState, "table");
        if (withItsTable) await File.WriteAllTextAsync(table, "no table at all\n", Stop);
        await DamagedHouse.KillAsync(PidOf(program));

        // The service keeps it up, so whoever comes first repairs it; whatever molt finds, it is this and nothing else.
        var report = await house.Stand.Reef.MoltAsync(Stop);

        Assert.All(report.Parties.SelectMany(party => party.Failed), failed => Assert.Contains(failed, (string[])[program, "route"]));
        Assert.All(report.Parties.SelectMany(party => party.Repairs), repair => Assert.Contains(repair.Repair, (string[])["front", "route"]));
        DamagedHouse.AssertHealthy(report);
        await AssertAnswersAsync();
        DamagedHouse.AssertHealthy(await house.Stand.Reef.MoltAsync(Stop));
        var (answered, lost) = await traffic.EndAsync();
        Assert.Equal(0, lost);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"PROVED {program} killed{(withItsTable ? ", its table damaged" : "")} | host: {string.Join(' ', report.Parties[0].Failed)} | neighbour {answered} answered, {lost} lost");
    }

    [Theory]
    [InlineData("edge")]
    [InlineData("caddy")]
    public async Task what_hangs_is_replaced(string program)
    {
        var hung = PidOf(program);
        await house.ProveAsync(new Finding($"{program} stopped (SIGSTOP)", null, program, "front"), () =>
        {
            DamagedHouse.Signal(hung, Signals.Stop);
            return Task.CompletedTask;
        });
        Assert.NotEqual(hung, PidOf(program));
        await AssertAnswersAsync();
    }

    [Fact]
    public async Task a_route_that_leads_elsewhere_leads_home_again()
    {
        await house.ProveAsync(new Finding("edge's table: route changed", "alice", "route", "route") { Evidence = "not alice" }, () =>
            TellEdgeAsync(new EdgeRequest.Publish(new EdgeTableEntry { Tenant = "alice", Host = new Uri(house.Alice.Url).Host, Address = house.Bob.Ip, Port = 1, Publish = [] })));
        await AssertAnswersAsync();
    }

    [Fact]
    public async Task a_route_that_was_lost_is_there_again()
    {
        await house.ProveAsync(new Finding("edge's table: route lost", "alice", "route", "route") { Evidence = "no route" }, () => TellEdgeAsync(new EdgeRequest.Withdraw("alice")));
        await AssertAnswersAsync();
    }

    private int PidOf(string program) => ProcessMark.Read(Path.Combine(house.Stand.Paths.Run, $"{program}.pid"))!.Pid;

    private async Task TellEdgeAsync(EdgeRequest request)
    {
        await using var edge = (await EdgeConnection.OpenAsync(house.Stand.Paths.EdgeControlSocket, TimeProvider.System, Stop)).Require();
        _ = Assert.IsType<EdgeReply.Done>((await edge.AskAsync(request, Stop)).Require());
    }

    // New requests, through Caddy and the edge, of the damaged and of the neighbour.
    private async Task AssertAnswersAsync()
    {
        foreach (var tenant in (TenantBody[])[house.Alice, house.Bob])
        {
            using var answer = await house.Stand.Web.GetAsync(tenant.Url, Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains(tenant.Name, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }
}
