using System.Text.Json;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>One tenant becomes several, and none of them is any other.</summary>
public sealed class ForkTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandMachine.Qemu, false)]
    [InlineData(StandMachine.Qemu, true)]
    [InlineData(StandMachine.FirecrackerQemu, false)]
    public async Task two_copies_of_one_tenant_are_independent(StandMachine machine, bool isOfTemplate)
    {
        await using var stand = await ServiceStand.ReadyAsync(Stands.Options(machine) with { HasTemplates = isOfTemplate }, Stop);
        if (isOfTemplate)
            _ = (await stand.Reef.BuildTemplateAsync(Stop)).Succeeded();
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var asked = await CountAsync(stand, alice);
        asked = await CountAsync(stand, alice);
        _ = await SayAsync(stand, "alice", "echo memory > /dev/shm/note; echo disk > /root/note");
        var before = await ReadAsync(stand, "alice");

        var copies = (await stand.Reef.ForkAsync("alice", ["bob", "carol"], Stop)).Succeeded().Operation!.Forks!;

        // The original goes on where it was, and counts in its memory.
        Assert.Equal(asked + 1, await CountAsync(stand, alice));
        var identities = new List<GuestIdentity> { await ReadAsync(stand, "alice") };
        Assert.Equal((before.HostName, before.MachineId, before.BootId), (identities[0].HostName, identities[0].MachineId, identities[0].BootId));
        foreach (var copy in copies)
        {
            Assert.Equal("running", copy.State);
            Assert.Equal("memory\ndisk", await SayAsync(stand, copy.Name, "cat /dev/shm/note /root/note"));
            identities.Add(await ReadAsync(stand, copy.Name));
            Assert.Equal(copy.Name, identities[^1].HostName);
            Assert.Contains(copy.Name, await SayAsync(stand, copy.Name, "cat /etc/hosts"), StringComparison.Ordinal);
            Assert.DoesNotContain(alice.Ip, await SayAsync(stand, copy.Name, "cat /proc/net/fib_trie /etc/hosts"), StringComparison.Ordinal);
            _ = await CountAsync(stand, copy);
        }

        for (var one = 0; one < identities.Count; one++)
            for (var other = one + 1; other < identities.Count; other++) AssertApart(identities[one], identities[other]);
        var tokens = await Task.WhenAll(((string[])["alice", "bob", "carol"]).Select(name => stand.Reef.TokenAsync(name, Stop)));
        Assert.Equal(3, tokens.Distinct().Count());

        // What one writes is nobody else's.
        foreach (var name in (string[])["alice", "bob", "carol"]) _ = await SayAsync(stand, name, $"echo {name} > /root/own; echo {name} > /dev/shm/own; sync");
        foreach (var name in (string[])["alice", "bob", "carol"]) Assert.Equal($"{name}\n{name}", await SayAsync(stand, name, "cat /root/own /dev/shm/own"));

        // The copies outlive the original, sleep and wake.
        _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();
        _ = (await stand.Reef.SuspendAsync("bob", Stop)).Succeeded();
        _ = (await stand.Reef.ResumeAsync("bob", Stop)).Succeeded();
        Assert.Equal("bob\nbob", await SayAsync(stand, "bob", "cat /root/own /dev/shm/own"));
    }

    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.FirecrackerNull)]
    public async Task a_copy_answers_for_itself_and_is_evicted_whole(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var asked = await CountAsync(stand, alice);
        var before = await HostPicture.TakeAsync(stand, Stop);

        var bob = Assert.Single((await stand.Reef.ForkAsync("alice", ["bob"], Stop)).Succeeded().Operation!.Forks!);

        Assert.NotEqual((alice.Id, alice.Ip), (bob.Id, bob.Ip));
        _ = await CountAsync(stand, bob);
        Assert.Equal(asked + 1, await CountAsync(stand, alice));
        _ = (await stand.Reef.EvictAsync("bob", Stop)).Succeeded();
        Assert.Empty((await HostPicture.TakeAsync(stand, Stop)).DifferencesFrom(before));
    }

    [Theory]
    [InlineData(StandMachine.Null)]
    [InlineData(StandMachine.Qemu)]
    [InlineData(StandMachine.FirecrackerQemu)]
    public async Task one_that_sleeps_is_copied_and_sleeps_on(StandMachine machine)
    {
        await using var stand = await Stands.ReadyAsync(machine);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        var asked = await CountAsync(stand, alice);
        _ = (await stand.Reef.SuspendAsync("alice", Stop)).Succeeded();

        var copies = (await stand.Reef.ForkAsync("alice", ["bob", "carol"], Stop)).Succeeded().Operation!.Forks!;

        Assert.Equal("suspended", (await stand.Reef.FindAsync("alice", Stop))!.State);
        foreach (var copy in copies) _ = await CountAsync(stand, copy);
        if (machine != StandMachine.Null)
        {
            AssertApart(await ReadAsync(stand, "bob"), await ReadAsync(stand, "carol"));
            Assert.Equal("bob", await SayAsync(stand, "bob", "cat /proc/sys/kernel/hostname"));
        }

        // By its URL: it wakes where it was.
        Assert.Equal(asked + 1, await CountAsync(stand, alice));
    }

    [Fact]
    public async Task what_ran_goes_on_in_a_copy_where_that_is_asked_for()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu);
        var alice = (await stand.Reef.SpawnAsync("alice", Stop)).Tenant;
        _ = await CountAsync(stand, alice);
        var asked = await CountAsync(stand, alice);
        var pid = await GatewayAsync(stand, "alice");

        var bob = Assert.Single((await stand.Reef.ForkAsync("alice", ["bob"], Stop, keepProcesses: true)).Succeeded().Operation!.Forks!);

        Assert.Equal(pid, await GatewayAsync(stand, "bob"));
        Assert.Equal(asked + 1, await CountAsync(stand, bob));
        Assert.Equal(asked + 1, await CountAsync(stand, alice));
        AssertApart(await ReadAsync(stand, "alice"), await ReadAsync(stand, "bob"));
    }

    // The kernel's own boot id lies beneath the one that is mounted over it, and is of the boot that both come from.
    private static void AssertApart(GuestIdentity one, GuestIdentity other) =>
        GuestIdentity.AssertApart(one with { KernelBootId = "one" }, other with { KernelBootId = "other" });

    private static Task<string> GatewayAsync(ServiceStand stand, string name) =>
        SayAsync(stand, name, "for p in /proc/[0-9]*; do grep -qs [g]ateway $p/cmdline && echo $p; done; true");

    private static async Task<long> CountAsync(ServiceStand stand, TenantBody tenant)
    {
        using var answer = JsonDocument.Parse(await stand.Web.GetStringAsync(tenant.Url, Stop));
        return answer.RootElement.GetProperty("requests").GetInt64();
    }

    private static async Task<string> SayAsync(ServiceStand stand, string name, string line) =>
        (await stand.Reef.ExecAsync(name, ["/bin/sh", "-c", line], Stop)).Text.TrimEnd();

    private static Task<GuestIdentity> ReadAsync(ServiceStand stand, string name) =>
        GuestIdentity.ReadAsync(line => stand.Reef.ExecAsync(name, ["/bin/sh", "-c", line], Stop));
}
