using Lobsterd.Tests.Unit.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Commands;

/// <summary>Secrets by the command line, over the API, over a world of names.</summary>
public sealed class SecretsCommandTests : IAsyncLifetime
{
    private const string Planted = "planted-sk-901";

    private readonly ReefServer reef = new();

    public ValueTask InitializeAsync() => reef.InitializeAsync();

    public ValueTask DisposeAsync() => reef.DisposeAsync();

    [Fact]
    public async Task a_secret_reaches_the_guest_and_is_told_by_its_key_alone()
    {
        await SpawnAsync("spawn", "alice");

        var set = await SetAsync("alice", "API_KEY", Planted + "\n");

        Assert.Equal((0, "API_KEY is set (file)\n"), (set.Code, set.Out));
        var (all, restart) = reef.Service.Agents.Secrets.Values.Single();
        Assert.Equal(("API_KEY", Planted, true), (all[0].Key, all[0].Value, all[0].IsFile));
        Assert.True(restart);
        var list = await Cli().RunAsync("secrets", "ls", "alice", "--json");
        Assert.Contains("API_KEY", list.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, list.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task openclaws_keys_are_variables()
    {
        await SpawnAsync("spawn", "alice", "--workload", "openclaw");

        _ = await SetAsync("alice", "OPENAI_API_KEY", Planted);

        Assert.False(reef.Service.Agents.Secrets.Values.Single().All[0].IsFile);
    }

    [Fact]
    public async Task openclaw_may_take_longer_to_start_than_others_may()
    {
        await SpawnAsync("spawn", "alice", "--workload", "openclaw");
        await SpawnAsync("spawn", "bob");

        Assert.Equal(TimeSpan.FromMinutes(10), reef.Service.Agents.Waits.Single(wait => wait.Key.Value == "alice").Value);
        Assert.Null(reef.Service.Agents.Waits.Single(wait => wait.Key.Value == "bob").Value);
    }

    [Fact]
    public async Task a_removed_secret_is_taken_from_the_guest_and_an_unknown_one_is_an_error()
    {
        await SpawnAsync("spawn", "alice");
        _ = await SetAsync("alice", "API_KEY", Planted);

        Assert.Equal(0, (await Cli().RunAsync("secrets", "rm", "alice", "API_KEY")).Code);

        Assert.Empty(reef.Service.Agents.Secrets.Values.Single().All);
        var again = await Cli().RunAsync("secrets", "rm", "alice", "API_KEY");
        Assert.Equal(3, again.Code);
        Assert.Contains("alice has no secret 'API_KEY'", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_eviction_forgets_secrets()
    {
        await SpawnAsync("spawn", "alice");
        _ = await SetAsync("alice", "API_KEY", Planted);

        await SpawnAsync("evict", "alice", "--yes");

        Assert.Empty(reef.Service.Durable.Secrets.Kept);
    }

    [Fact]
    public async Task a_guest_that_did_not_take_it_is_told_and_the_secret_is_kept()
    {
        await SpawnAsync("spawn", "alice");
        reef.Service.Durable.World.Failing = "agent.secrets";

        var set = await SetAsync("alice", "API_KEY", Planted);

        Assert.NotEqual(0, set.Code);
        Assert.Contains("the change is kept", set.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, set.Error, StringComparison.Ordinal);
        Assert.Equal(Planted, reef.Service.Durable.Secrets.Kept.Values.Single()[0].Value);
    }

    [Theory]
    [InlineData("alice", "1KEY", "v", 2)]
    [InlineData("alice", "KEY", "", 2)]
    [InlineData("nobody", "KEY", "v", 3)]
    public async Task what_cannot_be_is_refused(string name, string key, string value, int code)
    {
        await SpawnAsync("spawn", "alice");

        Assert.Equal(code, (await SetAsync(name, key, value)).Code);
        Assert.Empty(reef.Service.Durable.Secrets.Kept);
    }

    [Fact]
    public async Task what_is_typed_is_not_shown_and_can_be_corrected()
    {
        await SpawnAsync("spawn", "alice");

        var set = await new CliStand(reef.Paths) { Typed = "plantex\u007fd\r" }.RunAsync("secrets", "set", "alice", "KEY");

        Assert.Equal("planted", reef.Service.Durable.Secrets.Kept.Values.Single()[0].Value);
        Assert.DoesNotContain("plante", set.Out + set.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task control_c_sets_nothing()
    {
        await SpawnAsync("spawn", "alice");

        Assert.NotEqual(0, (await new CliStand(reef.Paths) { Typed = "planted\u0003" }.RunAsync("secrets", "set", "alice", "KEY")).Code);

        Assert.Empty(reef.Service.Durable.Secrets.Kept);
    }

    [Fact]
    public async Task a_workload_without_such_a_command_says_so()
    {
        await SpawnAsync("spawn", "alice");

        var run = await Cli().RunAsync("configure", "alice");

        Assert.Equal(3, run.Code);
        Assert.Contains("the workload gateway has no command 'configure'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task devices_runs_the_workloads_own_command_with_its_environment()
    {
        await SpawnAsync("spawn", "alice", "--workload", "openclaw");

        _ = await Cli().RunAsync("devices", "alice", "--", "list");

        var spec = reef.Service.Agents.Asked!;
        Assert.Equal(["openclaw", "devices", "list"], spec.Command);
        Assert.Equal(("tenant", true, false), (spec.User, spec.AsWorkload, spec.Terminal));
    }

    private async Task SpawnAsync(params string[] words)
    {
        var run = await Cli().RunAsync(words);
        Assert.True(run.Code == 0, run.Error);
    }

    private CliStand Cli(string piped = "") => new(reef.Paths) { Piped = piped };

    private Task<CliOutcome> SetAsync(string name, string key, string value) => Cli(value).RunAsync("secrets", "set", name, key);
}
