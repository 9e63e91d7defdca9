using System.Globalization;
using System.Net.Http.Json;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>A program in a real guest asks to be awake at a moment; its tenant sleeps until then, is awake by then, and sleeps again.</summary>
public sealed class ScheduleTests
{
    private const string Impatient = """{"wake":{"idleAfterMs":2000,"aheadOfMs":4000}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerQemu)]
    public async Task a_sleeper_is_awake_when_its_guest_said_and_sleeps_again(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine, Impatient);
        _ = (await stand.Reef.SpawnAsync(new SpawnBody { Name = "alice", Mode = "auto" }, Stop)).Succeeded();
        var due = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 40);
        await SayAsync(stand, $"echo at {due.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)} > /var/spool/lobsterd/schedules/beat; echo cron every so often > /var/spool/lobsterd/schedules/broken");
        var told = (await stand.Reef.Http.GetFromJsonAsync($"{ReefPaths.Tenants}/alice/schedules", ReefJson.Default.ScheduleList, Stop))!.Schedules;
        Assert.Equal(["beat", "broken"], told.Select(schedule => schedule.Id));
        Assert.Null(told[0].Fault);
        Assert.Equal(due, told[0].NextAt);
        Assert.NotNull(told[1].Fault);

        await WaitForAsync(stand, "tenant.suspended", times: 1);
        var asleep = (await stand.Reef.Http.GetFromJsonAsync($"{ReefPaths.Tenants}/alice/schedules", ReefJson.Default.ScheduleList, Stop))!.Schedules;
        Assert.Equal("beat", Assert.Single(asleep).Id);
        Assert.Equal(due, asleep[0].NextAt);
        await WaitForAsync(stand, "tenant.resumed", times: 1);
        await WaitForAsync(stand, "tenant.suspended", times: 2);

        var facts = (await stand.Reef.Http.GetFromJsonAsync($"{ReefPaths.Tenants}/alice/why", ReefJson.Default.WhyBody, Stop))!.Facts;
        var woke = Assert.Single(facts, fact => fact.Kind == "tenant.resumed");
        Assert.Equal(("schedule", "beat"), (woke.Actor, woke.Evidence["schedule"]));
        Assert.True(woke.At >= due.AddSeconds(-5), "it was woken long before its schedule was due");
        Assert.True(facts[^1].At > due, "it slept again before its schedule was due");
        Assert.DoesNotContain("due", facts[^1].Evidence.Keys);
    }

    private static async Task SayAsync(ServiceStand stand, string line) => _ = await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", line], Stop);

    private static async Task WaitForAsync(ServiceStand stand, string kind, int times)
    {
        await foreach (var told in stand.Reef.EventsAsync(Stop))
            if (told.Kind == kind && --times == 0) return;
        Assert.Fail($"{kind} was not told often enough");
    }
}
