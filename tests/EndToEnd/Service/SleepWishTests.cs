using System.Net.Http.Json;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Who wants a tenant to stay awake is heard: an operator, a program in its guest, its workload.</summary>
public sealed class SleepWishTests
{
    private const string Impatient = """{"wake":{"idleAfterMs":2000}}""";
    private const string Hooked = """{"workloads":{"bot":{"beforeSleep":["/bin/sh","-c","echo asked >> $HOME/asked; test ! -e $HOME/busy || { echo a job runs >&2; exit 3; }"]}}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerQemu)]
    public async Task whoever_is_held_stays_awake_while_others_sleep_and_sleeps_once_it_is_let_go(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine, Impatient);
        foreach (var name in (string[])["alice", "bob", "carol"]) _ = (await stand.Reef.SpawnAsync(new SpawnBody { Name = name, Mode = "manual" }, Stop)).Succeeded();
        Assert.Contains("alice is held awake until", await SucceedAsync(stand, "hold", "alice", "--for", "30m", "--why", "nightly import"), StringComparison.Ordinal);
        _ = await stand.Reef.ExecAsync("bob", ["/bin/sh", "-c", "echo hold 30m backup > /var/spool/lobsterd/schedules/backup"], Stop);
        Assert.Contains("awake until", await SucceedAsync(stand, "schedules", "bob"), StringComparison.Ordinal);

        // From now on all three are alike but for the words that were given; carol, the last of them, has none.
        foreach (var name in (string[])["alice", "bob", "carol"]) _ = await SucceedAsync(stand, "set", name, "--mode", "auto");
        await WaitForSleepAsync(stand, "carol");
        await WaitForAsync(stand, "bob", "its guest holds it awake until");
        await WaitForAsync(stand, "alice", "somebody holds it awake until");
        Assert.Equal(("running", "running"), ((await stand.Reef.FindAsync("alice", Stop))!.State, (await stand.Reef.FindAsync("bob", Stop))!.State));
        Assert.Contains("nightly import", await SucceedAsync(stand, "inspect", "alice"), StringComparison.Ordinal);

        Assert.Contains("alice may fall asleep", await SucceedAsync(stand, "hold", "alice", "--end"), StringComparison.Ordinal);
        _ = await stand.Reef.ExecAsync("bob", ["/bin/rm", "/var/spool/lobsterd/schedules/backup"], Stop);
        await WaitForSleepAsync(stand, "alice");
        await WaitForSleepAsync(stand, "bob");
    }

    [Fact]
    public async Task a_hold_outlives_the_service()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        _ = await SucceedAsync(stand, "hold", "alice", "--why", "nightly import");
        await stand.KillAsync();
        await stand.StartAsync(Stop);

        Assert.Equal("nightly import", (await stand.Reef.FindAsync("alice", Stop))!.Hold!.Why);
    }

    [Theory]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerQemu)]
    public async Task a_workload_lays_down_its_work_before_its_tenant_sleeps_or_says_no(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine, Hooked);
        _ = (await stand.Reef.SpawnAsync(new SpawnBody { Name = "alice", Workload = "bot" }, Stop)).Succeeded();
        _ = await stand.Reef.ExecAsync("alice", ["/bin/touch", "/home/tenant/busy"], Stop);

        var refused = await stand.CliAsync(["suspend", "alice"], Stop);
        Assert.Equal(4, refused.Status.Code);
        Assert.Contains("does not want it to sleep: exit code 3: a job runs", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("running", (await stand.Reef.FindAsync("alice", Stop))!.State);
        Assert.Contains("alice", await stand.Web.GetStringAsync((await stand.Reef.FindAsync("alice", Stop))!.Url, Stop), StringComparison.Ordinal);

        _ = await SucceedAsync(stand, "suspend", "alice", "--force");
        _ = await SucceedAsync(stand, "resume", "alice");
        _ = await stand.Reef.ExecAsync("alice", ["/bin/rm", "/home/tenant/busy"], Stop);
        _ = await SucceedAsync(stand, "suspend", "alice");
        _ = await SucceedAsync(stand, "resume", "alice");
        Assert.Equal("asked\nasked\nasked\n", (await stand.Reef.ExecAsync("alice", ["/bin/cat", "/home/tenant/asked"], Stop)).Text + "\n");
    }

    private static async Task WaitForSleepAsync(ServiceStand stand, string name)
    {
        await foreach (var told in stand.Reef.EventsAsync(Stop))
            if (told.Kind == "tenant.suspended" && told.Tenant == name) return;
        Assert.Fail($"{name} did not fall asleep");
    }

    // Until then something else kept it awake, too.
    private static async Task WaitForAsync(ServiceStand stand, string name, string reason)
    {
        while (!(await stand.Reef.Http.GetFromJsonAsync($"{ReefPaths.Tenants}/{name}/why", ReefJson.Default.WhyBody, Stop))!.Reasons.Any(told => told.Contains(reason, StringComparison.Ordinal)))
            await Task.Delay(TimeSpan.FromMilliseconds(100), Stop);
    }

    private static async Task<string> SucceedAsync(ServiceStand stand, params string[] arguments)
    {
        var told = await stand.CliAsync(arguments, Stop);
        Assert.True(told.Status.IsSuccess, told.Errors);
        return told.Output;
    }
}
