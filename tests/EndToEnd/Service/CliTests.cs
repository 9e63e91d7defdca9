using System.Text.Json;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>The shipped command line against a real service: README's tour, and its end.</summary>
public sealed class CliTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_tour_works_and_uninit_leaves_an_empty_root()
    {
        await using var stand = new ServiceStand(Stands.Options(StandMachine.Null));
        await stand.StartAsync(Stop);
        _ = await SucceedAsync(stand, "init", "--yes", "--kernel", stand.Kernel);

        _ = await SucceedAsync(stand, "spawn", "alice", "--env", "GREETING=hello", "--label", "team=shop");
        using (var tank = JsonDocument.Parse(await SucceedAsync(stand, "tank", "--json")))
        {
            var alice = Assert.Single(tank.RootElement.GetProperty("tenants").EnumerateArray());
            Assert.Equal("running", alice.GetProperty("state").GetString());
            Assert.Equal("shop", alice.GetProperty("labels").GetProperty("team").GetString());
            Assert.Contains("alice", await stand.Web.GetStringAsync(alice.GetProperty("url").GetString(), Stop), StringComparison.Ordinal);
        }

        Assert.Contains("alice", await SucceedAsync(stand, "tank"), StringComparison.Ordinal);
        Assert.Equal(await stand.Reef.TokenAsync("alice", Stop), (await SucceedAsync(stand, "token", "alice")).Trim());
        Assert.Equal("out\n", await SucceedAsync(stand, "exec", "alice", "--", "/bin/sh", "-c", "echo out"));
        Assert.Equal(7, (await stand.CliAsync(["exec", "alice", "--", "/bin/sh", "-c", "exit 7"], Stop)).Status.Code);
        _ = await SucceedAsync(stand, "logs", "alice", "-n", "5");
        _ = await SucceedAsync(stand, "doctor");

        // Of the published program: what is compiled ahead of time may go wrong where nothing else does.
        _ = await SucceedAsync(stand, "config", "schema");
        var taken = await stand.CliAsync(["spawn", "alice"], Stop);
        Assert.Equal(4, taken.Status.Code);
        Assert.Contains("exists already", taken.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await stand.CliAsync(["spawn", "Alice!"], Stop)).Status.Code);
        Assert.Equal(3, (await stand.CliAsync(["token", "nobody"], Stop)).Status.Code);
        Assert.Equal(2, (await stand.CliAsync(["evict", "alice"], Stop)).Status.Code);

        _ = await SucceedAsync(stand, "evict", "alice", "--yes");
        _ = await SucceedAsync(stand, "uninit", "--yes");
        await stand.WaitForEndAsync();

        // The stand has mounted its /run.
        var run = Assert.Single(Directory.EnumerateFileSystemEntries(stand.Paths.Root));
        Assert.Equal("run", Path.GetFileName(run));
        Assert.Empty(Directory.EnumerateFileSystemEntries(run));
        var left = await HostPicture.TakeAsync(stand, Stop);
        Assert.All(left.Lines, line => Assert.True(line is "link lo " or "net.ipv4.ip_forward 0" || line == $"mount {run}" || line.StartsWith("file run ", StringComparison.Ordinal), line));
    }

    [Fact]
    public async Task a_command_line_killed_in_mid_spawn_and_run_again_gets_the_same_operation()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu);
        var first = stand.StartCli(["spawn", "alice"]);
        Assert.True(await Eventually.HoldsAsync(() => Directory.EnumerateFiles(stand.Paths.Journal).Any(), Stop));
        var begun = await BegunTenantAsync(Directory.EnumerateFiles(stand.Paths.Journal).Single());
        first.Signal(Signals.Kill).Require();
        _ = await first.WaitForExitAsync(Stop);

        using var answer = JsonDocument.Parse(await SucceedAsync(stand, "spawn", "alice", "--json"));
        Assert.Equal(begun, answer.RootElement.GetProperty("id").GetString());
        Assert.Single(await stand.Reef.ListAsync(Stop));
    }

    // Journals are read while they are written: the first line may not be whole yet.
    private static async Task<string?> BegunTenantAsync(string journal)
    {
        Assert.True(await Eventually.HoldsAsync(() => File.ReadAllText(journal).Contains('\n', StringComparison.Ordinal), Stop));
        using var head = JsonDocument.Parse((await File.ReadAllLinesAsync(journal, Stop))[0]);
        return head.RootElement.GetProperty("plan").GetProperty("draft").GetProperty("id").GetString();
    }

    private static async Task<string> SucceedAsync(ServiceStand stand, params string[] arguments)
    {
        var result = await stand.CliAsync(arguments, Stop);
        Assert.True(result.Status.IsSuccess, $"lobsterd {string.Join(' ', arguments)}: {result.Status}: {result.Errors}");
        return result.Output;
    }
}
