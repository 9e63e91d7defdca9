using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Commands;

/// <summary>What a shell is offered when it completes a line.</summary>
public sealed class CompletionTests
{
    private const string Two = """{"tenants":[{"name":"alice"},{"name":"bob"}]}""";

    [Theory]
    [InlineData("evict ", "alice|bob")]
    [InlineData("exec al", "alice")]
    [InlineData("secrets rm ", "alice|bob")]
    [InlineData("cp b", "bob:")]
    [InlineData("port-forward ", "alice|bob")]
    public async Task tenants_names_come_from_the_service(string line, string words)
    {
        await using var service = new ScriptedService([ScriptedService.Json(Two), ScriptedService.Json(Two)]);

        var outcome = await new CliStand(service.Paths).RunAsync($"[suggest:{line.Length}]", line);

        Assert.Equal(0, outcome.Code);
        Assert.All(words.Split('|'), word => Assert.Contains(word, outcome.Out.Split('\n')));
        Assert.Contains("GET /v1/tenants?fields=name&limit=1000 HTTP/1.1", service.Heard[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spawn ")]
    [InlineData("image rm ")]
    [InlineData("ev")]
    public async Task the_service_is_not_asked_for_what_is_no_tenant_s_name(string line)
    {
        await using var service = new ScriptedService([ScriptedService.Json(Two)]);

        var outcome = await new CliStand(service.Paths).RunAsync($"[suggest:{line.Length}]", line);

        Assert.DoesNotContain("alice", outcome.Out, StringComparison.Ordinal);
        Assert.Empty(service.Heard);
    }

    [Fact]
    public async Task no_service_is_started_and_nothing_is_said_where_none_runs()
    {
        var stand = new CliStand(new("/nowhere"));

        var outcome = await stand.RunAsync("[suggest:6]", "evict ");

        Assert.Equal((0, "", 0), (outcome.Code, outcome.Error, stand.Starts));
    }

    [Theory]
    [InlineData("", "evict")]
    [InlineData("snap ", "ls")]
    [InlineData("set alice --m", "--memory")]
    public async Task commands_and_options_are_offered_without_a_service(string line, string word)
    {
        var outcome = await new CliStand(new("/nowhere")).RunAsync($"[suggest:{line.Length}]", line);

        Assert.Contains(word, outcome.Out.Split('\n'));
    }
}
