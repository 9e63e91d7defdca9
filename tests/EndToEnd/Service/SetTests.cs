using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary><c>lobsterd set</c> on a real guest.</summary>
public sealed class SetTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task labels_are_there_at_once_and_memory_after_a_restart()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var before = await MemoryAsync(stand);
        _ = await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", "echo kept > /root/note"], Stop);

        Assert.True((await stand.CliAsync(["set", "alice", "--label", "team=shop", "--mode", "auto", "--idle-after", "1h"], Stop)).Status.IsSuccess);
        var refused = await stand.CliAsync(["set", "alice", "--memory", "384M", "--label", "a=b"], Stop);
        Assert.Equal(4, refused.Status.Code);
        Assert.Contains("--restart", refused.Errors, StringComparison.Ordinal);
        var labelled = (await stand.Reef.FindAsync("alice", Stop))!;
        Assert.Equal((alice.Pid, "auto", 3_600_000L, "team=shop"), (labelled.Pid, labelled.Mode, labelled.IdleAfterMs!.Value, string.Join(',', labelled.Labels!.Select(label => $"{label.Key}={label.Value}"))));

        Assert.True((await stand.CliAsync(["set", "alice", "--memory", "384M", "--restart"], Stop)).Status.IsSuccess);
        Assert.InRange(await MemoryAsync(stand) - before, 96 << 10, 160 << 10);
        Assert.Equal("kept\n", Encoding.UTF8.GetString((await stand.Reef.ExecAsync("alice", ["/bin/cat", "/root/note"], Stop)).Output));

        using var inspected = JsonDocument.Parse((await stand.CliAsync(["inspect", "alice", "--json"], Stop)).Output);
        Assert.Equal("shop", inspected.RootElement.GetProperty("tenant").GetProperty("labels").GetProperty("team").GetString());
    }

    [Fact]
    public async Task a_change_is_conditional_on_what_was_seen()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        using var seen = await stand.Reef.Http.GetAsync($"{ReefPaths.Tenants}/alice", Stop);

        Assert.Equal(200, await PatchAsync(stand, seen.Headers.ETag!, "one"));
        Assert.Equal(412, await PatchAsync(stand, seen.Headers.ETag!, "two"));
        Assert.Equal("one", (await stand.Reef.FindAsync("alice", Stop))!.Labels!["k"]);
    }

    [Fact]
    public async Task a_rule_for_snaps_is_set_by_one_command_and_outlives_the_service()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();

        Assert.Equal("snaps of alice: every 6h, 28 kept\n", (await stand.CliAsync(["snap", "alice", "--every", "6h", "--keep", "28"], Stop)).Output);
        Assert.Equal(2, (await stand.CliAsync(["snap", "alice", "--every", "6h", "--label", "now"], Stop)).Status.Code);
        var refused = await stand.CliAsync(["snap", "alice", "--every", "at noon"], Stop);
        Assert.Equal(2, refused.Status.Code);
        Assert.Contains("30 3 * * *", refused.Errors, StringComparison.Ordinal);

        await stand.StopAsync(Stop);
        await stand.StartAsync(Stop);
        Assert.Contains("every 6h, 28 kept", (await stand.CliAsync(["inspect", "alice"], Stop)).Output, StringComparison.Ordinal);
        Assert.Empty(await stand.Reef.SnapsAsync("alice", Stop));
    }

    private static async Task<int> PatchAsync(ServiceStand stand, EntityTagHeaderValue tag, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{ReefPaths.Tenants}/alice")
        {
            Content = JsonContent.Create(new TenantPatchBody { Labels = new Dictionary<string, string> { ["k"] = value } }, ReefJson.Default.TenantPatchBody),
        };
        request.Headers.IfMatch.Add(tag);
        request.Headers.Add("Prefer", "wait=30");
        using var answer = await stand.Reef.Http.SendAsync(request, Stop);
        return (int)answer.StatusCode;
    }

    private static async Task<int> MemoryAsync(ServiceStand stand)
    {
        var told = await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", "awk '/MemTotal/ { print $2 }' /proc/meminfo"], Stop);
        return int.Parse(Encoding.UTF8.GetString(told.Output), CultureInfo.InvariantCulture);
    }
}
