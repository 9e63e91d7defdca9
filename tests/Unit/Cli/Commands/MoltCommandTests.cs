using System.Text.Json;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Protocol.Reef;
using Lobsterd.Tests.Unit.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Commands;

/// <summary><c>molt</c> over the API over a world of names.</summary>
public sealed class MoltCommandTests : IAsyncLifetime
{
    private readonly ReefServer reef = new();

    public async ValueTask InitializeAsync()
    {
        await reef.InitializeAsync();
        Assert.True((await reef.Service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        Assert.Equal(0, (await Cli().RunAsync("spawn", "alice")).Code);
    }

    public ValueTask DisposeAsync() => reef.DisposeAsync();

    [Fact]
    public async Task a_healthy_house_is_told_in_a_line_each_and_exits_with_0()
    {
        var run = await Cli().RunAsync("molt");

        Assert.Equal((0, "TENANT  STATUS\n(host)  healthy\nalice   healthy\n"), (run.Code, run.Out));
    }

    [Fact]
    public async Task what_was_repaired_is_told_with_what_was_found()
    {
        _ = reef.Service.Durable.World.Take("damage", "alice route");

        var run = await Cli().RunAsync("molt", "alice");

        Assert.Equal(0, run.Code);
        Assert.Matches(@"alice +repaired +route +the edge has no route to it +route", run.Out);
    }

    [Fact]
    public async Task a_dry_run_of_an_ill_house_exits_with_1_and_says_what_it_would_do()
    {
        _ = reef.Service.Durable.World.Take("damage", "alice route");

        var run = await Cli().RunAsync("molt", "--dry-run");

        Assert.Equal(1, run.Code);
        Assert.Matches(@"alice +would repair +route", run.Out);
        Assert.False(reef.Service.Durable.World.Has("alice route"));
    }

    [Fact]
    public async Task with_json_it_prints_the_report()
    {
        reef.Service.Agents.FreeBytes = 0;

        var run = await Cli().RunAsync("molt", "--json");

        var report = JsonSerializer.Deserialize(run.Out, ReefJson.Default.MoltReportBody)!;
        Assert.Equal((1, false), (run.Code, report.Healthy));
        Assert.Equal(["guest-space"], report.Parties.Single(party => party.Tenant == "alice").Failed);
    }

    [Fact]
    public async Task a_name_that_nobody_has_is_not_found() => Assert.Equal(3, (await Cli().RunAsync("molt", "bob")).Code);

    private CliStand Cli() => new(reef.Paths);
}
