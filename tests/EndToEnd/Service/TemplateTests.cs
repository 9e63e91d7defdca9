using System.Net.Http.Json;
using System.Text.Json;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Tenants that are restored instead of booted: each its own, and none the worse for it.</summary>
public sealed class TemplateTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerQemu)]
    public async Task tenants_of_a_template_share_no_identity_and_keep_what_they_write(StandMachine machine)
    {
        await using var stand = await ReadyAsync(machine);
        var template = await BuildAsync(stand);
        _ = (await stand.Reef.SpawnAsync("first", Stop)).Succeeded();
        await EvictAsync(stand, "first");
        var before = await HostPicture.TakeAsync(stand, Stop);

        var spawned = await Task.WhenAll(stand.Reef.SpawnAsync("alice", Stop), stand.Reef.SpawnAsync("bob", Stop));
        Assert.All(spawned, outcome => Assert.Equal("running", outcome.Tenant.State));
        GuestIdentity.AssertApart(await ReadAsync(stand, "alice"), await ReadAsync(stand, "bob"));
        foreach (var tenant in spawned.Select(outcome => outcome.Tenant))
        {
            using var answer = JsonDocument.Parse(await stand.Web.GetStringAsync(tenant.Url, Stop));
            Assert.Equal(tenant.Name, answer.RootElement.GetProperty("tenant").GetString());
            Assert.Equal("kept", (await SayAsync(stand, tenant.Name, "echo kept > /root/note && sync && cat /root/note")).Text);
        }

        Assert.DoesNotContain(await EventsAsync(stand), told => told.Kind == "template.unusable");
        await EvictAsync(stand, "alice", "bob");
        Assert.Empty((await HostPicture.TakeAsync(stand, Stop)).DifferencesFrom(before));
        Assert.Equal(template.Key, (await BuildAsync(stand)).Key);
    }

    [Theory]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerQemu)]
    public async Task what_waits_in_a_template_becomes_each_tenants_own(StandMachine machine)
    {
        await using var stand = await ReadyAsync(machine);
        foreach (var name in await SpawnApartAsync(stand))
        {
            // What it was started with says that it waited; a second one would say that it was started anew.
            var gateways = await SayAsync(
                stand, name, "for p in /proc/[0-9]*; do tr '\\0' ' ' < $p/cmdline | grep -q '^/proc/self/exe gateway' && tr '\\0' '\\n' < $p/environ | grep -c '^LOBSTER_AWAITS_TENANT=1'; done; true");
            Assert.Equal("1", gateways.Text.Trim());
        }
    }

    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.FirecrackerNull)]
    public async Task where_no_memory_is_saved_it_waits_all_the_same(StandMachine machine)
    {
        await using var stand = await ReadyAsync(machine);
        _ = await SpawnApartAsync(stand);
        Assert.DoesNotContain(await EventsAsync(stand), told => told.Kind == "template.unusable");
    }

    [Fact]
    public async Task a_damaged_template_is_noticed_and_the_spawn_boots()
    {
        await using var stand = await ReadyAsync(StandMachine.Qemu);
        var template = await BuildAsync(stand);
        var memory = Path.Combine(stand.Paths.Templates, template.Key, "memory");
        await using (var file = new FileStream(memory, FileMode.Open, FileAccess.Write))
        {
            file.Position = file.Length / 4;
            file.Write("not what was sealed"u8);
        }

        using var verified = await stand.Reef.Http.PostAsync($"{ReefPaths.Templates}/{template.Key[..12]}/verify", null, Stop);
        Assert.Equal("template.store.damaged", (await verified.Content.ReadFromJsonAsync(ReefJson.Default.ProblemBody, Stop))?.Code);

        // Its size is right, so only the restore itself can tell.
        Assert.Equal("running", (await stand.Reef.SpawnAsync("alice", Stop)).Tenant.State);
        Assert.Contains(await EventsAsync(stand), told => told.Kind == "template.unusable");
    }

    private static Task<ServiceStand> ReadyAsync(StandMachine machine) => ServiceStand.ReadyAsync(Stands.Options(machine) with { HasTemplates = true }, Stop);

    private static async Task<TemplateBody> BuildAsync(ServiceStand stand) => (await stand.Reef.BuildTemplateAsync(Stop)).Succeeded().Operation!.Template!;

    // Two tenants of one template whose gateways drew different numbers; their names.
    private static async Task<IReadOnlyList<string>> SpawnApartAsync(ServiceStand stand)
    {
        string[] names = ["alice", "bob"];
        Assert.Equal("gateway", (await BuildAsync(stand)).Workload);
        var spawned = await Task.WhenAll(names.Select(name => stand.Reef.SpawnAsync(name, Stop)));
        var instances = await Task.WhenAll(spawned.Select(outcome => InstanceAsync(stand, outcome.Tenant)));
        Assert.All(instances, instance => Assert.Matches("^[0-9a-f]{32}$", instance));
        Assert.NotEqual(instances[0], instances[1]);
        return names;
    }

    private static async Task<string?> InstanceAsync(ServiceStand stand, TenantBody tenant)
    {
        using var answer = JsonDocument.Parse(await stand.Web.GetStringAsync(tenant.Url, Stop));
        Assert.Equal(tenant.Name, answer.RootElement.GetProperty("tenant").GetString());
        return answer.RootElement.GetProperty("instance").GetString();
    }

    private static async Task EvictAsync(ServiceStand stand, params string[] names)
    {
        foreach (var name in names) _ = (await stand.Reef.EvictAsync(name, Stop)).Succeeded();
    }

    private static async Task<List<EventBody>> EventsAsync(ServiceStand stand)
    {
        var events = new List<EventBody>();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await foreach (var told in stand.Reef.EventsAsync(bound.Token))
        {
            events.Add(told);
            if (told.Kind is "tenant.spawned" && events.Count(one => one.Kind == "tenant.spawned") == (await stand.Reef.ListAsync(Stop)).Count) break;
        }

        return events;
    }

    private static Task<GuestCommand> SayAsync(ServiceStand stand, string name, string line) => stand.Reef.ExecAsync(name, ["/bin/sh", "-c", line], Stop);

    private static Task<GuestIdentity> ReadAsync(ServiceStand stand, string name) => GuestIdentity.ReadAsync(line => SayAsync(stand, name, line));
}
