using System.Text.Json;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>The audit log of a service as it is shipped.</summary>
public sealed class AuditTests
{
    private const string Planted = "planted-9a31c7de";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task what_happened_outlives_the_services_kill_and_the_tenant()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = await SucceedAsync(stand, "spawn", "alice");
        var before = await EventsAsync(stand, "--tenant", "alice");

        await stand.KillAsync();
        await stand.StartAsync(Stop);
        _ = await SucceedAsync(stand, "evict", "alice", "--yes");
        var after = await EventsAsync(stand, "--tenant", "alice");

        Assert.Equal(before, after[..before.Count]);
        Assert.Contains(before, happened => happened is { Kind: "command.succeeded", Message: "tenant.spawn", Actor: "uid 0", ElapsedMs: > 0 });
        Assert.Contains(after, happened => happened is { Kind: "tenant.state", Message: "evicting → gone" });
        Assert.Equal(after.Select(happened => happened.Sequence).Distinct().Order(), after.Select(happened => happened.Sequence));
    }

    [Fact]
    public async Task no_secret_is_in_any_log_of_the_service()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = await SucceedAsync(stand, "spawn", "alice", "-e", $"API_KEY={Planted}");
        var api = (await SucceedAsync(stand, "tokens", "create", "ci", "--scope", "tenants:read")).Trim();
        var workload = (await SucceedAsync(stand, "token", "alice")).Trim();
        _ = await SucceedAsync(stand, "molt");
        await stand.KillAsync();

        var logs = Directory.EnumerateFiles(stand.Paths.Logs, "*", SearchOption.AllDirectories).ToList();
        Assert.Contains(logs, path => path.StartsWith(stand.Paths.EventLog, StringComparison.Ordinal));
        foreach (var path in logs)
        {
            var text = await File.ReadAllTextAsync(path, Stop);
            Assert.All([Planted, api, workload], secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), $"a secret is in {path}"));
        }
    }

    private static async Task<List<EventBody>> EventsAsync(ServiceStand stand, params string[] arguments) =>
        [.. (await SucceedAsync(stand, ["events", "--json", .. arguments])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize(line, ReefJson.Default.EventBody)!)];

    private static async Task<string> SucceedAsync(ServiceStand stand, params string[] arguments)
    {
        var result = await stand.CliAsync(arguments, Stop);
        Assert.True(result.Status.IsSuccess, $"lobsterd {string.Join(' ', arguments)}: {result.Status}: {result.Errors}");
        return result.Output;
    }
}
