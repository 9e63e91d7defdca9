using System.Net;
using System.Text.Json;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Crashes;

/// <summary>Falling asleep and waking, broken off at every point: a tenant that runs with what it remembers, or one that sleeps whole and wakes with it.</summary>
public sealed class SleepCrashTests : CrashMatrix
{
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    [Fact]
    public async Task a_suspend_leaves_a_tenant_that_runs_or_sleeps_whole()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        var alice = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var count = await CountAsync(scene, alice);
        var awake = await scene.LookAsync();

        await AtEveryPointAsync("suspend", scene, AndBack, reef => reef.SuspendAsync("alice", Stop), async point =>
        {
            var found = (await scene.FindAsync("alice"))!;
            Assert.True(found.State is "running" or "suspended", $"{point}: it {found.State}: {found.Reason}\n{scene.Stand.Log}");
            Assert.True(!point.IsPast || found.State == "suspended", point.Name);
            if (found.State == "running") AssertSame(awake, await scene.LookAsync(), point.Name);

            // By its URL, whichever it is: a sleeper wakes, and remembers.
            count++;
            Assert.Equal((point.Name, count), (point.Name, await CountAsync(scene, alice)));
            Assert.Equal((point.Name, "running"), (point.Name, await SettledAsync(scene)));
            AssertSame(awake, await scene.LookAsync(), point.Name);
        });
    }

    [Fact]
    public async Task a_resume_leaves_a_tenant_that_runs_or_sleeps_whole()
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null);
        var alice = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var count = await CountAsync(scene, alice);
        var awake = await scene.LookAsync();
        _ = (await scene.Stand.Reef.SuspendAsync("alice", Stop)).Succeeded();

        await AtEveryPointAsync("resume", scene, Forwards, reef => reef.ResumeAsync("alice", Stop), async point =>
        {
            var found = (await scene.FindAsync("alice"))!;
            Assert.True(found.State is "running" or "suspended" or "failed", $"{point}: it {found.State}: {found.Reason}\n{scene.Stand.Log}");
            if (found.State == "failed")
            {
                // A journal that fails behind the instant from which it ran leaves no way back but its disk; it says so.
                Assert.True(IsBegun(scene), point.Name);
                _ = (await scene.Stand.Reef.EvictAsync("alice", Stop)).Succeeded();
                alice = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Tenant;
                count = 0;
            }

            count++;
            Assert.Equal((point.Name, count), (point.Name, await CountAsync(scene, alice)));
            Assert.Equal((point.Name, "running"), (point.Name, await SettledAsync(scene)));

            // A journal that fails behind the wake may leave what it woke from, marked as spent, until it sleeps again.
            AssertSame(awake, IsBegun(scene) ? Besides(await scene.LookAsync(), "/suspended") : await scene.LookAsync(), point.Name);
            _ = (await scene.Stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        });
    }

    [Fact]
    public async Task a_trial_of_what_it_sleeps_as_leaves_nothing_and_a_sleeper_that_wakes()
    {
        // A suspend writes its plan, and then twice for each of its six steps.
        const int Behind = 14;
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null, config: """{"wake":{"verifyAfterMs":1}}""");
        var alice = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var count = await CountAsync(scene, alice);
        var awake = await scene.LookAsync();

        await AtEveryPointFromAsync(Behind, "verify", scene, ["kill-after:{0}", "kill-before:{0}"], SleepUntilTriedAsync, async point =>
        {
            Assert.Equal((point.Name, "suspended"), (point.Name, (await scene.FindAsync("alice"))?.State));
            count++;
            Assert.Equal((point.Name, count), (point.Name, await CountAsync(scene, alice)));
            Assert.Equal((point.Name, "running"), (point.Name, await SettledAsync(scene)));
            AssertSame(awake, await scene.LookAsync(), point.Name);
        });
    }

    private static async Task<OperationOutcome> SleepUntilTriedAsync(ReefClient reef)
    {
        var slept = (await reef.SuspendAsync("alice", Stop)).Succeeded();
        while ((await reef.FindAsync("alice", Stop))?.Proof is null)
        {
        }

        return slept;
    }

    [Theory]
    [InlineData(HostDeath.Reboot)]
    [InlineData(HostDeath.PowerCut)]
    public async Task a_suspend_leaves_a_disk_or_a_whole_sleeper_on_the_next_boot(HostDeath death)
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null, death);
        var alice = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var count = await CountAsync(scene, alice);

        await BreakAsync("suspend", scene, death, reef => reef.SuspendAsync("alice", Stop), async point =>
        {
            var found = (await scene.FindAsync("alice"))!;
            Assert.True(found.State == "suspended" || !point.IsPast, $"{point}: it {found.State}, and it was said that it sleeps");
            await new KeptFiles(scene.Stand).AssertDisksWholeAsync(point.Name);
            if (found.State == "suspended")
            {
                Assert.False(IsBegun(scene), point.Name);
                count++;
                Assert.Equal((point.Name, count), (point.Name, await CountAsync(scene, alice)));
                return;
            }

            // Its VM died with the host before it slept.
            _ = (await scene.Stand.Reef.EvictAsync("alice", Stop)).Succeeded();
            alice = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Tenant;
            count = await CountAsync(scene, alice);
        });
    }

    [Theory]
    [InlineData(HostDeath.Reboot)]
    [InlineData(HostDeath.PowerCut)]
    public async Task a_resume_leaves_a_disk_or_a_whole_sleeper_on_the_next_boot(HostDeath death)
    {
        await using var scene = await CrashScene.ReadyAsync(StandMachine.Null, death);
        var alice = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var count = await CountAsync(scene, alice);
        _ = (await scene.Stand.Reef.SuspendAsync("alice", Stop)).Succeeded();

        await BreakAsync("resume", scene, death, reef => reef.ResumeAsync("alice", Stop), async point =>
        {
            var found = (await scene.FindAsync("alice"))!;
            await new KeptFiles(scene.Stand).AssertDisksWholeAsync(point.Name);
            if (found.State == "suspended")
            {
                Assert.False(IsBegun(scene), $"{point}: it sleeps as what has run already");
                count++;
                Assert.Equal((point.Name, count), (point.Name, await CountAsync(scene, alice)));
            }
            else
            {
                _ = (await scene.Stand.Reef.EvictAsync("alice", Stop)).Succeeded();
                alice = (await scene.Stand.Reef.SpawnAsync("alice", Stop)).Tenant;
                count = await CountAsync(scene, alice);
            }

            _ = (await scene.Stand.Reef.SuspendAsync("alice", Stop)).Succeeded();
        });
    }

    private static Task BreakAsync(
        string command, CrashScene scene, HostDeath death, Func<ReefClient, Task<OperationOutcome>> run, Func<CrashPoint, Task> check) =>
        death == HostDeath.PowerCut
            ? AtEveryPointAsync($"{command}, {NameOf(death)}", scene, Once, run, check)
            : InEveryStepAsync($"{command}, {NameOf(death)}", scene, run, check);

    private static bool IsBegun(CrashScene scene) => File.Exists(Path.Combine(scene.Stand.Paths.SuspendedOf(Alice), "begun"));

    // How often the workload was asked, this time included: it counts in its memory.
    private static async Task<long> CountAsync(CrashScene scene, TenantBody tenant)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            using var response = await scene.Stand.Web.GetAsync(tenant.Url, Stop);
            var body = await response.Content.ReadAsStringAsync(Stop);
            if (isFirst && response is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter.Delta: { } rest })
            {
                // A wake that has just failed rests a while, and says how long.
                await Task.Delay(rest, Stop);
                continue;
            }

            Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {body}\n{scene.Stand.Log}");
            using var answer = JsonDocument.Parse(body);
            return answer.RootElement.GetProperty("requests").GetInt64();
        }
    }

    // A request is answered a moment before the wake is written down.
    private static async Task<string> SettledAsync(CrashScene scene)
    {
        await scene.SettleAsync();
        return (await scene.FindAsync("alice"))!.State;
    }
}
