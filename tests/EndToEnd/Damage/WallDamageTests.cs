using System.Globalization;
using Lobsterd.Host.Network;
using Lobsterd.Linux.Sysctls;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>A firewall that somebody has changed is raised anew in one transaction, or given the one element back that it lacks.</summary>
public sealed class WallDamageTests(NullHouse house) : IClassFixture<NullHouse>
{
    [Theory]
    [InlineData("LOBSTER-PREROUTING")]
    [InlineData("lobster-from-guest")]
    [InlineData("LOBSTER-INPUT")]
    [InlineData("lobster-to-host")]
    [InlineData("LOBSTER-FORWARD")]
    [InlineData("lobster-outwards")]
    [InlineData("lobster-egress")]
    [InlineData("lobster-inwards")]
    [InlineData("LOBSTER-ZONES")]
    [InlineData("LOBSTER-OUTPUT")]
    [InlineData("lobster-to-guest")]
    [InlineData("LOBSTER-NAT")]
    public Task a_chain_that_was_flushed_is_filled_again(string chain) =>
        ProveHostAsync($"chain {chain} flushed", $"chain {chain} was changed", $"flush chain inet lobsterd {chain}");

    [Fact]
    public Task a_nat_that_was_deleted_is_there_again() =>
        ProveHostAsync("NAT deleted", "chain LOBSTER-NAT is missing", "delete chain inet lobsterd LOBSTER-NAT");

    [Fact]
    public Task a_rule_that_was_put_before_ours_is_gone() =>
        ProveHostAsync("a rule before ours", "chain LOBSTER-FORWARD was changed", "insert rule inet lobsterd LOBSTER-FORWARD accept");

    [Fact]
    public Task a_chain_that_is_none_of_ours_is_gone() =>
        ProveHostAsync("a chain more", "chain stranger is not planned", "add chain inet lobsterd stranger");

    [Theory]
    [InlineData(NftSets.Guests)]
    [InlineData(NftSets.Zones)]
    [InlineData(NftSets.Marks)]
    [InlineData(NftSets.Ports)]
    public Task an_element_that_was_deleted_is_there_again(string set) => ProveAliceAsync($"element of {set} deleted", set, $"delete element inet lobsterd {set} {{ {KeyIn(set)} }}");

    [Fact]
    public Task an_element_that_leads_elsewhere_leads_home_again() => ProveAliceAsync(
        "element of the zones changed", NftSets.Zones,
        $"delete element inet lobsterd {NftSets.Zones} {{ \"{house.Alice.Tap}\" }}\nadd element inet lobsterd {NftSets.Zones} {{ \"{house.Alice.Tap}\" : 7 }}");

    [Fact]
    public Task a_port_that_nobody_planned_is_shut() =>
        ProveAliceAsync("a port more", $"{NftSets.Ports} 22", $"add element inet lobsterd {NftSets.Ports} {{ {house.Alice.Ip} . 22 }}");

    [Fact]
    public Task forwarding_that_was_switched_off_is_on_again() =>
        house.ProveAsync(new Finding("forwarding off", null, "forwarding", "shared-network") { Evidence = "net.ipv4.ip_forward is 0" }, () =>
        {
            _ = house.Stand.Network.Run(() => Sysctl.Write("net/ipv4/ip_forward", "0").IsSuccess ? true : throw new InvalidOperationException("ip_forward"));
            return Task.CompletedTask;
        });

    private string KeyIn(string set) => set switch
    {
        NftSets.Guests => $"\"{house.Alice.Tap}\" . {house.Alice.Ip}",
        NftSets.Ports => string.Create(CultureInfo.InvariantCulture, $"{house.Alice.Ip} . {house.Alice.Port}"),
        _ => $"\"{house.Alice.Tap}\"",
    };

    private Task ProveHostAsync(string what, string evidence, string script) =>
        house.ProveAsync(new Finding(what, null, "shared-wall", "shared-network") { Evidence = evidence }, () => RunAsync(script));

    private Task ProveAliceAsync(string what, string evidence, string script) =>
        house.ProveAsync(new Finding(what, "alice", "wall", "network") { Evidence = evidence }, () => RunAsync(script));

    private Task RunAsync(string script)
    {
        house.Nft(script + "\n");
        return Task.CompletedTask;
    }
}
