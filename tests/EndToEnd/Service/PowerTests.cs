using System.Net;
using System.Text.Json;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>VMs that are stopped, started and restarted while their tenants stay.</summary>
public sealed class PowerTests
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(60);
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.Qemu)]
    public async Task the_vm_goes_and_comes_and_all_that_is_the_tenants_stays(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine, """{"overlay":{"sizeBytes":268435456}}""");
        var before = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var bob = (await stand.Reef.SpawnAsync("bob", Stop)).Tenant;
        var token = await stand.Reef.TokenAsync("alice", Stop);
        _ = await SayAsync(stand, "echo kept > /root/note");

        var stopped = (await stand.Reef.PowerAsync("stop", "alice", Stop)).Tenant;
        Assert.Equal(("stopped", "stopped", null), (stopped.State, stopped.Desired, stopped.Pid));
        Assert.True(await Eventually.HoldsAsync(() => !Directory.Exists($"/proc/{before.Pid}"), Stop), "its VMM is still there");
        Assert.True(File.Exists(stand.Paths.OverlayOf(Alice)));
        Assert.Equal(await StatusAsync(stand, before.Url.Replace("alice", "nobody", StringComparison.Ordinal)), await StatusAsync(stand, before.Url));

        var pid = before.Pid;
        foreach (var act in (string[])["start", "restart"])
        {
            var again = (await stand.Reef.PowerAsync(act, "alice", Stop)).Tenant;
            Assert.Equal(Told(before with { Pid = again.Pid }), Told(again));
            Assert.NotEqual(pid, again.Pid);
            Assert.Equal(token, await stand.Reef.TokenAsync("alice", Stop));
            Assert.Contains("alice", await stand.Web.GetStringAsync(before.Url, Stop), StringComparison.Ordinal);

            // The null machine's guest lives in a folder that goes with it.
            if (machine == StandMachine.Qemu) Assert.Equal("kept", await SayAsync(stand, "cat /root/note"));
            pid = again.Pid;
        }

        Assert.Equal(bob.Pid, (await stand.Reef.FindAsync("bob", Stop))!.Pid);
    }

    [Fact]
    public async Task a_stopped_tenant_stays_stopped_whoever_looks_and_however_often_the_service_starts()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, """{"watchdog":{"mode":"on"}}""");
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        _ = (await stand.Reef.PowerAsync("stop", "alice", Stop)).Succeeded();

        await stand.KillAsync();
        await stand.StartAsync(Stop);
        var report = await stand.Reef.MoltAsync(Stop, names: "alice");

        Assert.All(report.Parties, party => Assert.DoesNotContain("vm", party.Repairs.Select(repair => repair.Repair)));
        Assert.Equal("stopped", (await stand.Reef.FindAsync("alice", Stop))!.State);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stand, alice.Url));
        _ = (await stand.Reef.PowerAsync("start", "alice", Stop)).Succeeded();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stand, alice.Url));
    }

    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.Qemu)]
    public async Task a_guest_that_hangs_is_stopped_all_the_same(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine, """{"agent":{"answerTimeoutMs":2000,"shutdownTimeoutMs":2000},"overlay":{"sizeBytes":268435456}}""");
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        using (var vm = PidFd.Open(alice.Pid!.Value).Require()) vm.Signal(Signals.Stop).Require();

        var stopped = (await stand.Reef.PowerAsync("stop", "alice", Stop).WaitAsync(Ceiling, Stop)).Tenant;

        Assert.Equal("stopped", stopped.State);
        Assert.True(await Eventually.HoldsAsync(() => !Directory.Exists($"/proc/{alice.Pid}"), Stop), "its VMM is still there");
        _ = (await stand.Reef.PowerAsync("start", "alice", Stop)).Succeeded();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stand, alice.Url));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("restart")]
    public async Task a_sleeper_that_is_started_boots_and_what_it_slept_as_is_gone(string act)
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        Assert.Equal(1, await CountAsync(stand, alice));
        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        Assert.True(Directory.Exists(stand.Paths.SuspendedOf(Alice)));

        Assert.Equal("running", (await stand.Reef.PowerAsync(act, "alice", Stop)).Tenant.State);

        // It counts in its memory, and that is another.
        Assert.Equal(1, await CountAsync(stand, alice));
        Assert.False(Directory.Exists(stand.Paths.SuspendedOf(Alice)), "its saved state is still there");
    }

    private static async Task<HttpStatusCode> StatusAsync(ServiceStand stand, string url)
    {
        using var answer = await stand.Web.GetAsync(url, Stop);
        return answer.StatusCode;
    }

    private static async Task<long> CountAsync(ServiceStand stand, TenantBody tenant)
    {
        using var answer = JsonDocument.Parse(await stand.Web.GetStringAsync(tenant.Url, Stop));
        return answer.RootElement.GetProperty("requests").GetInt64();
    }

    // As the API writes it: records compare the lists and dictionaries in them by reference.
    private static string Told(TenantBody tenant) => JsonSerializer.Serialize(tenant, ReefJson.Default.TenantBody);

    private static async Task<string> SayAsync(ServiceStand stand, string line) => (await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", line], Stop)).Text.TrimEnd();
}
