using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Two tenants of one image share nothing that ought to be one's own.</summary>
public sealed class IdentityTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task two_tenants_of_one_image_share_no_identity()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu);
        _ = await Task.WhenAll(stand.Reef.SpawnAsync("alice", Stop), stand.Reef.SpawnAsync("bob", Stop));
        var (alice, bob) = (await ReadAsync(stand, "alice"), await ReadAsync(stand, "bob"));

        Assert.Equal(("alice", "bob"), (alice.HostName, bob.HostName));
        GuestIdentity.AssertApart(alice, bob);
    }

    [Fact]
    public async Task a_command_in_the_guest_says_what_it_said_and_how_it_ended()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();

        var told = await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", "echo out; echo err >&2; exit 7"], Stop);
        Assert.Equal((7, "out", "err\n"), (told.Code, told.Text, System.Text.Encoding.UTF8.GetString(told.Errors)));

        // The workload is nobody special, and cannot become anybody.
        var workload = await stand.Reef.ExecAsync("alice", ["/bin/sh", "-c", "for p in /proc/[0-9]*; do grep -q [g]ateway $p/cmdline && cat $p/status; done"], Stop);
        Assert.Contains("NoNewPrivs:\t1", workload.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Uid:\t0", workload.Text, StringComparison.Ordinal);
    }

    private static Task<GuestIdentity> ReadAsync(ServiceStand stand, string name) =>
        GuestIdentity.ReadAsync(line => stand.Reef.ExecAsync(name, ["/bin/sh", "-c", line], Stop));
}
