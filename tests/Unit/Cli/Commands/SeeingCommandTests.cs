using System.Text.Json;
using Lobsterd.Cli.Ui;
using Lobsterd.Protocol.Reef;
using Lobsterd.Tests.Unit.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Commands;

/// <summary>The commands that show what happens, over the API over a world of names.</summary>
public sealed class SeeingCommandTests : IAsyncLifetime
{
    private readonly ReefServer reef = new();

    public ValueTask InitializeAsync() => reef.InitializeAsync();

    public ValueTask DisposeAsync() => reef.DisposeAsync();

    [Fact]
    public async Task events_are_a_line_each_and_a_document_each()
    {
        _ = await Cli().RunAsync("spawn", "alice");

        var lines = (await Cli().RunAsync("events", "--tenant", "alice")).Out.TrimEnd().Split('\n');
        var documents = (await Cli().RunAsync("events", "--json", "--since", "1h")).Out.TrimEnd().Split('\n');

        Assert.Contains(lines, line => line.Contains("  alice  tenant.state  spawning → running  (uid ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("command.succeeded  tenant.spawn  (uid ", StringComparison.Ordinal) && line.EndsWith(" ms)", StringComparison.Ordinal));
        Assert.All(documents, document => Assert.NotNull(JsonSerializer.Deserialize(document, ReefJson.Default.EventBody)));
        Assert.Equal("", (await Cli().RunAsync("events", "--tenant", "bob")).Out);
        Assert.Equal(2, (await Cli().RunAsync("events", "--since", "yesterday")).Code);
    }

    [Fact]
    public async Task what_a_tenant_costs_is_a_row_and_everything_of_it_a_page()
    {
        _ = await Cli().RunAsync("spawn", "alice");

        var stats = (await Cli().RunAsync("stats", "alice")).Out;
        var page = (await Cli().RunAsync("inspect", "alice")).Out;

        Assert.StartsWith("NAME ", stats, StringComparison.Ordinal);
        Assert.Contains("1000B", stats, StringComparison.Ordinal);
        Assert.Equal(stats, (await Cli().RunAsync("stats")).Out);
        Assert.Contains("\nedge        7 requests, 1 sockets, 2 streams; 1 under way\n", page, StringComparison.Ordinal);
        Assert.Contains("\nlast event  command.succeeded: tenant.spawn\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Assert.Single(reef.Service.Registry.Current.Tenants.Values).GatewayToken, page, StringComparison.Ordinal);
        Assert.Equal(3, (await Cli().RunAsync("inspect", "nobody")).Code);
        Assert.NotNull(JsonSerializer.Deserialize((await Cli().RunAsync("inspect", "alice", "--json")).Out, ReefJson.Default.UsageBody));
    }

    [Theory]
    [InlineData(0, "logs", "alice", "--vmm")]
    [InlineData(0, "logs", "alice", "--console", "-n", "1")]
    [InlineData(0, "logs", "--all", "--since", "10m")]
    [InlineData(2, "logs")]
    [InlineData(2, "logs", "alice", "--all")]
    [InlineData(2, "logs", "--all", "--vmm")]
    [InlineData(2, "logs", "alice", "--vmm", "--console")]
    [InlineData(0, "logs", "alice", "--watchdog", "-t")]
    [InlineData(2, "logs", "alice", "--watchdog", "--vmm")]
    [InlineData(2, "logs", "--all", "--watchdog")]
    public async Task logs_are_of_one_or_of_all(int code, params string[] arguments)
    {
        _ = await Cli().RunAsync("spawn", "alice");

        Assert.Equal(code, (await Cli().RunAsync(arguments)).Code);
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("2h", 7_200)]
    [InlineData("3d", 259_200)]
    public void a_moment_is_told_by_how_long_ago_it_was(string text, int seconds)
    {
        var now = new DateTimeOffset(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(now.AddSeconds(-seconds), Moments.Parse(text, now));
        Assert.Equal(now, Moments.Parse("2030-01-31T12:00:00Z", now));
        Assert.Null(Moments.Parse("soon", now));
        Assert.Null(Moments.Parse("-5m", now));
    }

    private CliStand Cli() => new(reef.Paths);
}
