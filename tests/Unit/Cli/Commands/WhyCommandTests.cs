using System.Text.Json;
using Lobsterd.Cli.Commands;
using Lobsterd.Cli.Ui;
using Lobsterd.Protocol.Reef;
using Lobsterd.Tests.Unit.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Commands;

public sealed class WhyCommandTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly ReefServer reef = new();

    public ValueTask InitializeAsync() => reef.InitializeAsync();

    public ValueTask DisposeAsync() => reef.DisposeAsync();

    [Fact]
    public async Task it_says_what_holds_now_and_what_happened()
    {
        var cli = new CliStand(reef.Paths);
        _ = await cli.RunAsync("spawn", "alice");

        var page = (await new CliStand(reef.Paths).RunAsync("why", "alice")).Out;
        var document = (await new CliStand(reef.Paths).RunAsync("why", "alice", "--json", "-n", "1")).Out;

        Assert.StartsWith("alice is running (mode ", page, StringComparison.Ordinal);
        Assert.Contains("  power     spawned in ", page, StringComparison.Ordinal);
        Assert.Contains("step claim ", page, StringComparison.Ordinal);
        Assert.Equal("tenant.spawned", Assert.Single(JsonSerializer.Deserialize(document, ReefJson.Default.WhyBody)!.Facts).Kind);
        Assert.Equal(3, (await new CliStand(reef.Paths).RunAsync("why", "nobody")).Code);
        Assert.Equal(2, (await new CliStand(reef.Paths).RunAsync("why", "alice", "-n", "0")).Code);
    }

    [Fact]
    public void nothing_is_wider_than_the_screen_and_no_word_is_lost()
    {
        var evidence = new Dictionary<string, string> { ["request"] = "GET /" + new string('x', 200), ["peer"] = "192.0.2.7", ["step restore"] = "412.5" };
        var fact = new WhyFactBody(7, Noon, "woke", "tenant.resumed", "edge", "awake in 812 ms for a request that has a long line of its own", null, 812, evidence);
        var why = new WhyBody("alice", "running", "auto", ["something passed the edge 3 s ago, and it sleeps after 900 s of nothing"], new Dictionary<string, string>(), "tenant.resumed took 812 ms: restore 412 ms", [fact]);

        var lines = WhyCommand.LinesOf(why, 80).ToList();

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("2030-01-31T12:00:00Z  woke      awake in 812 ms", lines.Single(line => line.Contains("woke", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(200, lines.Sum(line => line.Count(letter => letter == 'x')));
        Assert.Contains("step restore 412.5", string.Join(' ', lines.Select(line => line.Trim())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one two three four five six", "one two three four|  five six")]
    [InlineData("short", "short")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa|  aaaaa")]
    public void lines_break_between_words(string text, string lines) => Assert.Equal(lines, string.Join('|', Wrapped.Lines(text, 20, "  ")));
}
