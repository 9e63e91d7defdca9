using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>A host that is under its reserve of memory: idle tenants sleep before their time, others do not.</summary>
public sealed class PressureTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.Qemu)]
    public async Task idle_tenants_of_mode_auto_make_room_and_others_stay(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine);
        var alice = (await stand.Reef.SpawnAsync(new SpawnBody { Name = "alice", Mode = "auto" }, Stop)).Tenant;
        _ = (await stand.Reef.SpawnAsync("bob", Stop)).Succeeded();
        await stand.KillAsync();
        var config = JsonNode.Parse(await File.ReadAllTextAsync(stand.Paths.Config, Stop))!;
        config["hypervisor"]!["memoryReserveMib"] = 1_048_576;
        await File.WriteAllTextAsync(stand.Paths.Config, config.ToJsonString(), Stop);
        await stand.StartAsync(Stop);

        await foreach (var told in stand.Reef.EventsAsync(Stop))
            if (told is { Kind: "tenant.suspended", Tenant: "alice" }) break;

        var why = (await stand.Reef.Http.GetFromJsonAsync($"{ReefPaths.Tenants}/alice/why", ReefJson.Default.WhyBody, Stop))!;
        Assert.Equal(("memory pressure", "1048576"), (why.Facts[^1].Actor, why.Facts[^1].Evidence["reserveMib"]));
        Assert.Contains("pressure", why.Facts[^1].Evidence["source"], StringComparison.Ordinal);
        Assert.Equal("running", (await stand.Reef.FindAsync("bob", Stop))?.State);
        using var answer = await stand.Web.GetAsync(alice.Url, Stop);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
