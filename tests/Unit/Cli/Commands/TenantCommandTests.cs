using System.Text.Json;
using Lobsterd.Protocol.Reef;
using Lobsterd.Tests.Unit.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Commands;

/// <summary>The command line over the API over a world of names.</summary>
public sealed class TenantCommandTests : IAsyncLifetime
{
    private readonly ReefServer reef = new();

    public ValueTask InitializeAsync() => reef.InitializeAsync();

    public ValueTask DisposeAsync() => reef.DisposeAsync();

    [Fact]
    public async Task a_spawn_prints_the_url_alone_and_its_steps_beside()
    {
        var run = await Cli().RunAsync("spawn", "alice");

        Assert.Equal((0, "http://alice.lobster.localhost:8080/\n"), (run.Code, run.Out));
        Assert.Contains("  reserve\n", run.Error, StringComparison.Ordinal);
        Assert.All(run.Error.TrimEnd().Split('\n'), line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.DoesNotContain('\r', run.Error);
        Assert.DoesNotContain('\e', run.Error);
    }

    [Fact]
    public async Task a_spawn_on_a_host_without_some_limits_says_so()
    {
        reef.Service.Host.Missing = ["memory", "cpu"];

        var run = await Cli().RunAsync("spawn", "alice");

        Assert.Equal((0, "http://alice.lobster.localhost:8080/\n"), (run.Code, run.Out));
        Assert.EndsWith("warning: this host cannot limit alice in memory, cpu; lobsterd doctor says more\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_spawn_with_json_prints_the_tenant()
    {
        var run = await Cli().RunAsync("spawn", "alice", "--json", "--memory", "1G", "--disk", "1.5G", "--vcpus", "2", "--publish", "2222:22", "-e", "A=b=c");

        var tenant = JsonSerializer.Deserialize(run.Out, ReefJson.Default.TenantBody)!;
        Assert.Equal(("alice", 1_024, 1_536L << 20, 2), (tenant.Name, tenant.MemoryMib, tenant.DiskBytes, tenant.Vcpus));
        Assert.Equal(new PublishBody(2222, 22), Assert.Single(tenant.Publish));
        Assert.Equal("b=c", Assert.Single(reef.Service.Registry.Current.Tenants.Values).Environment["A"]);
    }

    [Fact]
    public async Task where_a_guest_may_go_is_shown_and_changed()
    {
        _ = await Cli().RunAsync("spawn", "alice", "--egress", "allow:203.0.113.0/24:443");

        Assert.Equal("allow:203.0.113.0/24:443\n", (await Cli().RunAsync("egress", "alice")).Out);
        var run = await Cli().RunAsync("egress", "alice", "set", "none");

        Assert.Equal((0, "none\n"), (run.Code, run.Out));
        Assert.Equal("{\"policy\":\"none\"}", (await Cli().RunAsync("egress", "alice", "show", "--json")).Out.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("none", Assert.Single(reef.Service.Registry.Current.Tenants.Values).Egress.ToString());
    }

    [Theory]
    [InlineData("egress", "alice", "set")]
    [InlineData("egress", "alice", "show", "none")]
    [InlineData("egress", "alice", "set", "shut")]
    [InlineData("spawn", "bob", "--egress", "allow:10.0.0.1")]
    public async Task a_policy_that_is_none_is_bad_usage(params string[] words)
    {
        _ = await Cli().RunAsync("spawn", "alice");

        Assert.Equal(2, (await Cli().RunAsync(words)).Code);
    }

    [Fact]
    public async Task a_name_that_is_taken_is_a_conflict()
    {
        _ = await Cli().RunAsync("spawn", "alice");

        var run = await Cli().RunAsync("spawn", "alice");

        Assert.Equal((4, ""), (run.Code, run.Out));
        Assert.Equal("lobsterd: a tenant named alice exists already\nhint: choose another name, or evict alice first\n", run.Error);
    }

    [Fact]
    public async Task a_failed_spawn_tells_the_step_its_undo_and_why()
    {
        reef.Service.Durable.World.Failing = "vm.boot";

        var run = await Cli().RunAsync("spawn", "alice", "--json");

        Assert.NotEqual(0, run.Code);
        Assert.Contains("  vm: test.world.refused\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("undo ", run.Error, StringComparison.Ordinal);
        Assert.Equal("test.world.refused", JsonSerializer.Deserialize(run.Out, ReefJson.Default.ProblemBody)!.Code);
        Assert.Empty(reef.Service.Durable.World.Things);
    }

    [Fact]
    public async Task the_tank_passes_the_services_json_through()
    {
        _ = await Cli().RunAsync("spawn", "alice");

        var run = await Cli().RunAsync("tank", "--json");

        var theirs = await reef.Client.GetStringAsync(ReefPaths.Tenants, TestContext.Current.CancellationToken);
        Assert.Equal(theirs + "\n", run.Out);
    }

    [Fact]
    public async Task a_token_is_printed_alone_and_with_its_url_as_json()
    {
        _ = await Cli().RunAsync("spawn", "alice");
        var tenant = Assert.Single(reef.Service.Registry.Current.Tenants.Values);

        Assert.Equal(tenant.GatewayToken + "\n", (await Cli().RunAsync("token", "alice")).Out);
        Assert.Contains("\"url\":\"http://alice.lobster.localhost:8080/\"", (await Cli().RunAsync("token", "alice", "--json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_eviction_without_yes_asks_and_heeds_a_no()
    {
        _ = await Cli().RunAsync("spawn", "alice");

        var declined = await Cli("n\n").RunAsync("evict", "alice");
        Assert.Equal(2, declined.Code);
        Assert.StartsWith("Evict alice? Their disks are removed, and all snaps of them. [y/N] ", declined.Error, StringComparison.Ordinal);
        Assert.Single(reef.Service.Registry.Current.Tenants);

        Assert.Equal((0, "alice is gone\n"), await Cli("y\n").RunAsync("evict", "alice") is var run ? (run.Code, run.Out) : default);
        Assert.Empty(reef.Service.Durable.World.Things);
    }

    [Fact]
    public async Task where_nobody_can_be_asked_yes_is_wanted()
    {
        _ = await Cli().RunAsync("spawn", "alice");

        foreach (var command in (string[][])[["evict", "alice"], ["evict", "--all"], ["init"], ["uninit"]])
        {
            var run = await Cli().RunAsync(command);
            Assert.Equal(2, run.Code);
            Assert.EndsWith("hint: say --yes\n", run.Error, StringComparison.Ordinal);
        }

        Assert.Single(reef.Service.Registry.Current.Tenants);
    }

    [Fact]
    public async Task one_failed_eviction_does_not_keep_the_others()
    {
        _ = await Cli().RunAsync("spawn", "alice");
        _ = await Cli().RunAsync("spawn", "bob");

        var run = await Cli().RunAsync("evict", "alice", "nobody", "bob", "--yes");

        Assert.Equal((3, "alice is gone\nbob is gone\n"), (run.Code, run.Out));
        Assert.EndsWith("lobsterd: there is no tenant named nobody\nhint: lobsterd tank lists them\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task all_are_evicted_by_all()
    {
        _ = await Cli().RunAsync("spawn", "alice");
        _ = await Cli().RunAsync("spawn", "bob");

        Assert.Equal((0, "alice is gone\nbob is gone\n"), await Cli().RunAsync("evict", "--all", "--yes") is var run ? (run.Code, run.Out) : default);
        Assert.Empty(reef.Service.Registry.Current.Tenants);
    }

    [Fact]
    public async Task an_image_in_use_stays_and_says_by_whom()
    {
        _ = await Cli().RunAsync("spawn", "alice");

        Assert.Contains("minimal", (await Cli().RunAsync("image", "ls")).Out, StringComparison.Ordinal);
        Assert.StartsWith("name      minimal\n", (await Cli().RunAsync("image", "inspect", "minimal")).Out, StringComparison.Ordinal);
        Assert.Equal((4, "lobsterd: image minimal is used by alice\nhint: evict its tenants first\n"), await Cli().RunAsync("image", "rm", "minimal") is var run ? (run.Code, run.Error) : default);
    }

    [Fact]
    public async Task the_configuration_in_force_is_whole()
    {
        var run = await Cli().RunAsync("config", "show");

        Assert.Contains("\"domain\": \"lobster.localhost\"", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "spawn", "Alice")]
    [InlineData(2, "spawn", "alice", "--memory", "lots")]
    [InlineData(2, "spawn", "alice", "--memory", "1.5K")]
    [InlineData(2, "spawn", "alice", "--publish", "22")]
    [InlineData(2, "spawn", "alice", "--publish", "0:22")]
    [InlineData(2, "spawn", "alice", "--env", "novalue")]
    [InlineData(2, "spawn", "alice", "--env-file", "/no/such/file")]
    [InlineData(2, "spawn", "alice", "--vcpus", "99")]
    [InlineData(2, "spawn")]
    [InlineData(2, "evict")]
    [InlineData(2, "evict", "alice", "--all", "--yes")]
    [InlineData(2, "exec", "alice")]
    [InlineData(2, "exec", "alice", "-t", "--", "sh")]
    [InlineData(2, "frobnicate")]
    [InlineData(2, "tank", "--root", "/a/root/that/is/so/long/that/no/socket/fits/below/it")]
    [InlineData(3, "spawn", "alice", "--image", "nope")]
    [InlineData(3, "exec", "nobody", "--", "true")]
    [InlineData(3, "logs", "nobody")]
    [InlineData(3, "token", "nobody")]
    [InlineData(3, "image", "inspect", "nope")]
    public async Task what_is_wrong_is_one_line_a_hint_and_a_code(int code, params string[] arguments)
    {
        var run = await Cli().RunAsync(arguments);

        Assert.Equal((code, ""), (run.Code, run.Out));
        var lines = run.Error.TrimEnd('\n').Split('\n');
        Assert.StartsWith("lobsterd: ", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.StartsWith("hint: ", line, StringComparison.Ordinal));
        Assert.InRange(lines.Length, 1, 2);
        Assert.Empty(reef.Service.Durable.World.Things);
    }

    private CliStand Cli(string? typed = null) => new(reef.Paths) { Typed = typed };
}
