using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Tenants that sleep on disk and wake: where they were, once, and for whoever asks.</summary>
public sealed class SleepTests
{
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Qemu, false)]
    [InlineData(StandMachine.Qemu, true)]
    [InlineData(StandMachine.FirecrackerQemu, false)]
    [InlineData(StandMachine.FirecrackerQemu, true)]
    public async Task memory_and_disk_go_on_over_a_sleep(StandMachine machine, bool isOfTemplate)
    {
        await using var stand = await ServiceStand.ReadyAsync(Stands.Options(machine) with { HasTemplates = isOfTemplate }, Stop);
        if (isOfTemplate)
            _ = (await stand.Reef.BuildTemplateAsync(Stop)).Succeeded();
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var asked = await CountAsync(stand, alice);
        _ = await SayAsync(stand, "echo memory > /dev/shm/note; echo disk > /root/note");
        var boot = await SayAsync(stand, "cat /proc/sys/kernel/random/boot_id /proc/sys/kernel/random/uuid | head -1");

        for (var round = 0; round < 3; round++)
        {
            var pid = (await FindAsync(stand)).Pid;
            var slept = (await SuspendAsync(stand)).Tenant;
            Assert.Equal(("suspended", "suspended", null), (slept.State, slept.Desired, slept.Pid));
            Assert.True(await Eventually.HoldsAsync(() => !Directory.Exists($"/proc/{pid}"), Stop), $"VMM {pid} is still there");
            if (machine == StandMachine.Qemu && isOfTemplate) await CheckDifferenceAsync(stand, round);

            // By command, by its URL, and by command again.
            if (round != 1) _ = (await ResumeAsync(stand)).Succeeded();
            Assert.Equal(++asked, await CountAsync(stand, alice));
            Assert.Equal("memory\ndisk", await SayAsync(stand, "cat /dev/shm/note /root/note"));
            Assert.Equal(boot, await SayAsync(stand, "cat /proc/sys/kernel/random/boot_id"));
            var off = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(await SayAsync(stand, "date +%s"), CultureInfo.InvariantCulture);
            Assert.InRange(off, -5, 5);
            Assert.False(Directory.Exists(stand.Paths.SuspendedOf(Alice)), "its saved state is still there");
        }

        Assert.DoesNotContain(await EventsAsync(stand), told => told.Kind == "tenant.cold-boot");
    }

    [Fact]
    public async Task many_requests_wake_it_once_and_all_are_answered()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var before = await CountAsync(stand, alice);
        _ = (await SuspendAsync(stand)).Succeeded();

        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CountAsync(stand, alice)));

        Assert.Equal(Enumerable.Range((int)before + 1, 20).Select(count => (long)count), counts.Order());
        // Its gate opens while the registry is still being written.
        Assert.True(await Fixtures.Eventually.HoldsAsync(async () => (await FindAsync(stand)).State == "running", Stop));
        var told = await EventsAsync(stand);
        _ = Assert.Single(told, happened => happened.Kind == "tenant.resumed");
        Assert.DoesNotContain(told, happened => happened.Kind == "tenant.cold-boot");
    }

    [Fact]
    public async Task requests_that_come_while_it_falls_asleep_are_answered()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        for (var round = 0; round < 10; round++)
        {
            var falling = SuspendAsync(stand);
            while (!falling.IsCompleted) _ = await CountAsync(stand, alice);

            // Refused where a request was under way at that instant; asleep otherwise. Either way what comes is answered.
            var outcome = await falling;
            Assert.True(outcome.Problem is null || outcome.Problem.Code == "edge.park.in-flight", outcome.Problem?.Code);
            _ = await CountAsync(stand, alice);
        }

        Assert.DoesNotContain(await EventsAsync(stand), told => told.Kind == "tenant.cold-boot");
    }

    [Theory]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerQemu)]
    public async Task a_damaged_state_is_noticed_and_the_tenant_boots_from_its_disk(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        _ = await CountAsync(stand, alice);
        _ = await CountAsync(stand, alice);
        _ = await SayAsync(stand, "echo disk > /root/note");
        _ = (await SuspendAsync(stand)).Succeeded();
        var memory = Path.Combine(stand.Paths.SuspendedOf(Alice), "memory");
        await using (var file = new FileStream(memory, FileMode.Open, FileAccess.Write))
        {
            file.Position = file.Length / 4;
            file.Write("not what was sealed"u8);
        }

        Assert.Equal("running", (await ResumeAsync(stand)).Tenant.State);

        Assert.Equal(1, await CountAsync(stand, alice));
        Assert.Equal("disk", await SayAsync(stand, "cat /root/note"));
        Assert.Contains(await EventsAsync(stand), told => told.Kind == "tenant.cold-boot");
    }

    [Fact]
    public async Task a_sleeper_sleeps_on_over_a_restart_of_the_service_and_is_evicted_whole()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = (await stand.Reef.SpawnAsync("first", Stop)).Succeeded();
        _ = (await stand.Reef.EvictAsync("first", Stop)).Succeeded();
        var empty = await HostPicture.TakeAsync(stand, Stop);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var before = await CountAsync(stand, alice);
        _ = (await SuspendAsync(stand)).Succeeded();

        await stand.KillAsync();
        await stand.StartAsync(Stop);
        Assert.Equal("suspended", (await FindAsync(stand)).State);
        using var refused = await stand.Reef.Http.GetAsync($"{ReefPaths.Tenants}/alice/logs", Stop);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("tenant.state.not-running", (await refused.Content.ReadFromJsonAsync(ReefJson.Default.ProblemBody, Stop))?.Code);
        Assert.Equal(before + 1, await CountAsync(stand, alice));

        _ = (await SuspendAsync(stand)).Succeeded();
        _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();
        Assert.Empty((await HostPicture.TakeAsync(stand, Stop)).DifferencesFrom(empty));
    }

    // A sleeper stands on its template whether or not that is still a template; saved anew without one, it is saved whole.
    private static async Task CheckDifferenceAsync(ServiceStand stand, int round)
    {
        const long HalfOfMemory = 128L << 20;
        var saved = new FileInfo(Path.Combine(stand.Paths.SuspendedOf(Alice), "memory")).Length;
        Assert.True(round < 2 ? saved < HalfOfMemory : saved == 2 * HalfOfMemory, $"{saved} bytes in round {round}");
        if (round != 1) return;
        var template = Assert.Single((await stand.Reef.Http.GetFromJsonAsync(ReefPaths.Templates, ReefJson.Default.TemplateList, Stop))!.Templates);
        using var removed = await stand.Reef.Http.DeleteAsync($"{ReefPaths.Templates}/{template.Key}", Stop);
        Assert.True(removed.IsSuccessStatusCode);
    }

    private static Task<OperationOutcome> SuspendAsync(ServiceStand stand) => stand.Reef.SuspendAsync("alice", Stop);

    private static Task<OperationOutcome> ResumeAsync(ServiceStand stand) => stand.Reef.ResumeAsync("alice", Stop);

    private static async Task<TenantBody> FindAsync(ServiceStand stand) => (await stand.Reef.FindAsync("alice", Stop))!;

    // How often the workload was asked, this time included: it counts in its memory.
    private static async Task<long> CountAsync(ServiceStand stand, TenantBody tenant)
    {
        using var answer = JsonDocument.Parse(await stand.Web.GetStringAsync(tenant.Url, Stop));
        return answer.RootElement.GetProperty("requests").GetInt64();
    }

    private static async Task<string> SayAsync(ServiceStand stand, string line) => (await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", line], Stop)).Text.TrimEnd();

    // All that was told of it; the last test of each is over, so it goes.
    private static async Task<List<EventBody>> EventsAsync(ServiceStand stand)
    {
        _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();
        var events = new List<EventBody>();
        await foreach (var told in stand.Reef.EventsAsync(Stop))
        {
            events.Add(told);
            if (told is { Kind: "tenant.evicted", Tenant: "alice" }) break;
        }

        return events;
    }
}
