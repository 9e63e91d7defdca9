using System.Net.Http.Json;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Why a tenant is as it is: what real guests, a real edge and real requests leave as evidence.</summary>
public sealed class WhyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_request_that_woke_a_tenant_is_named_and_so_is_the_rule_that_put_it_to_sleep()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, """{"wake":{"idleAfterMs":2000}}""");
        var alice = (await stand.Reef.SpawnAsync(new SpawnBody { Name = "alice", Mode = "auto" }, Stop)).Tenant;
        await WaitForAsync(stand, "tenant.suspended");

        using var answer = await stand.Web.GetAsync($"{alice.Url}hooks/42?secret=1", Stop);
        // It is answered in the middle of the wake, which is told at its end.
        Assert.True(await Eventually.HoldsAsync(async () => (await AskAsync(stand)).Facts.Any(fact => fact.Kind == "tenant.resumed"), Stop), "the wake was never told");
        var why = await AskAsync(stand);

        var slept = Assert.Single(why.Facts, fact => fact.Topic == "slept");
        Assert.Equal(("idle rule", "auto", "2000"), (slept.Actor, slept.Evidence["mode"], slept.Evidence["idleAfterMs"]));
        Assert.Contains("step save", slept.Evidence.Keys);
        var woke = Assert.Single(why.Facts, fact => fact.Kind == "tenant.resumed");
        Assert.Equal(("edge", "GET /hooks/42"), (woke.Actor, woke.Evidence["request"]));
        Assert.Equal(new Uri(alice.Url).Host, woke.Evidence["host"].Split(':')[0]);
        Assert.NotEmpty(woke.Evidence["peer"]);
        Assert.Contains("step wake", woke.Evidence.Keys);
        Assert.NotNull(why.Slow);
    }

    [Fact]
    public async Task a_vm_that_was_killed_and_repaired_is_told_with_what_the_check_found()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, """{"watchdog":{"mode":"off"}}""");
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        using (var vm = PidFd.Open(alice.Pid!.Value).Require()) vm.Signal(Signals.Kill).Require();
        await WaitForAsync(stand, "vm.exited");

        _ = await stand.Reef.MoltAsync(Stop, names: "alice");
        var why = await AskAsync(stand);

        Assert.Contains(why.Facts, fact => fact is { Topic: "broke", Kind: "vm.exited" });
        var repaired = Assert.Single(why.Facts, fact => fact.Kind == "health.repaired");
        Assert.Equal("vm", repaired.Evidence["check"]);
        Assert.NotEmpty(repaired.Evidence["found"]);
        Assert.NotEmpty(repaired.Evidence["repair"]);
    }

    private static async Task<WhyBody> AskAsync(ServiceStand stand) =>
        (await stand.Reef.Http.GetFromJsonAsync($"{ReefPaths.Tenants}/alice/why", ReefJson.Default.WhyBody, Stop))!;

    private static async Task WaitForAsync(ServiceStand stand, string kind)
    {
        await foreach (var told in stand.Reef.EventsAsync(Stop))
            if (told.Kind == kind) return;
        Assert.Fail($"{kind} was never told");
    }
}
