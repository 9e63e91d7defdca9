using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>A whole service on a host whose firewall is kept with iptables.</summary>
public sealed class FirewallTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_tenant_behind_iptables_answers_outlives_the_service_and_leaves_nothing()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null, """{"network":{"firewall":"iptables"}}""");
        var alice = (await stand.Reef.SpawnAsync(new SpawnBody { Name = "alice", Egress = "allow:203.0.113.0/24:443" }, Stop)).Tenant;
        var before = await HostPicture.TakeAsync(stand, Stop);

        Assert.Contains("alice", await stand.Web.GetStringAsync(alice.Url, Stop), StringComparison.Ordinal);
        Assert.DoesNotContain(before.Lines, line => line.Contains("inet lobsterd", StringComparison.Ordinal));
        await stand.KillAsync();
        await stand.StartAsync(Stop);
        Assert.Contains("alice", await stand.Web.GetStringAsync(alice.Url, Stop), StringComparison.Ordinal);

        // An eviction ends with a proof that nothing is left.
        _ = (await stand.Reef.EvictAsync("alice", Stop)).Succeeded();
        Assert.DoesNotContain((await HostPicture.TakeAsync(stand, Stop)).Lines, line => line.Contains("lob0", StringComparison.Ordinal));
    }
}
