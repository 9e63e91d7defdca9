using System.Net;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Tenants;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Agent;

/// <summary>An agent that stands still for a copy of its VM to be made, and what it is afterwards.</summary>
public sealed class HoldTests
{
    private static readonly byte[] Nonce = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];
    private static readonly byte[] OtherNonce = new byte[32];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TenantClaim Bob => AgentRig.Claim with
    {
        Id = Guid.CreateVersion7(),
        Name = TenantName.Parse("bob").Value,
        Address = IPAddress.Parse("10.66.0.34"),
        Gateway = IPAddress.Parse("10.66.0.33"),
        AgentToken = "bobs-token",
        GatewayToken = "bobs-gateway",
    };

    [Fact]
    public async Task a_held_agent_has_no_address_and_answers_nothing_of_a_tenants()
    {
        var network = new LoopbackNetwork();
        await using var rig = await HeldAsync(network);

        Assert.Null(network.Configured);
        Assert.Equal(AgentErrors.Unauthorized, (await rig.Client.StatsAsync(AgentRig.Owner, AgentRig.Token, Token)).Error.Code);
        Assert.Equal(AgentErrors.Unauthorized, (await rig.Client.StartWorkloadAsync(AgentRig.Owner, AgentRig.Token, Token)).Error.Code);
        Assert.True((await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).IsFailure);
        Assert.True((await rig.Client.HealthAsync(AgentRig.Owner, Token)).IsFailure);
    }

    [Fact]
    public async Task released_it_is_who_it_was()
    {
        var network = new LoopbackNetwork();
        await using var rig = await HeldAsync(network);
        var calls = rig.Calls.Length;

        Assert.True((await rig.Client.ReleaseAsync(AgentRig.Owner, AgentRig.Token, OtherNonce, Token)).IsFailure);
        Assert.Null(network.Configured);
        Assert.True((await rig.Client.ReleaseAsync(AgentRig.Owner, "another-token", Nonce, Token)).IsFailure);
        Assert.Null(network.Configured);
        Assert.True((await rig.Client.ReleaseAsync(AgentRig.Owner, AgentRig.Token, Nonce, Token)).IsSuccess);
        Assert.True((await rig.Client.ReleaseAsync(AgentRig.Owner, AgentRig.Token, Nonce, Token)).IsSuccess);

        Assert.Equal("alice", network.Configured?.Name.Value);
        Assert.True((await rig.Client.StatsAsync(AgentRig.Owner, AgentRig.Token, Token)).IsSuccess);
        Assert.Equal(calls, rig.Calls.Length);
    }

    [Fact]
    public async Task woken_with_its_nonce_it_gets_seed_and_time_before_it_goes_on()
    {
        var network = new LoopbackNetwork();
        await using var rig = await HeldAsync(network);
        var calls = rig.Calls.Length;

        Assert.True((await rig.Client.WakeAsync(AgentRig.Owner, AgentRig.Token, OtherNonce, Token)).IsFailure);
        Assert.Null(network.Configured);
        calls = rig.Calls.Length;
        Assert.True((await rig.Client.WakeAsync(AgentRig.Owner, AgentRig.Token, Nonce, Token)).IsSuccess);

        Assert.Equal("alice", network.Configured?.Name.Value);
        Assert.Equal(["seed", "clock"], rig.Calls[calls..].Select(call => call.Split(' ')[0]));
        Assert.True((await rig.Client.WakeAsync(AgentRig.Owner, AgentRig.Token, Nonce, Token)).IsSuccess);
        Assert.True((await rig.Client.WakeAsync(AgentRig.Owner, AgentRig.Token, null, Token)).IsSuccess);
    }

    [Theory]
    [InlineData("\"nowUnixMs\":1800000000000")]
    [InlineData("\"entropy\":\"AAAA\"")]
    [InlineData("\"nowUnixMs\":1800000000000,\"entropy\":\"AAAA\"")]
    public async Task half_of_what_a_sleeper_is_told_releases_nobody(string part)
    {
        var network = new LoopbackNetwork();
        await using var rig = await HeldAsync(network);
        var peer = await rig.ConnectAsync();
        _ = await peer.HearAsync();
        await peer.SayAsync($$"""{"op":"release","token":"{{AgentRig.Token}}","nonce":"{{Convert.ToBase64String(Nonce)}}",{{part}}}""");

        Assert.Contains("\"code\":\"invalid\"", await peer.HearAsync(), StringComparison.Ordinal);
        Assert.Null(network.Configured);
    }

    [Fact]
    public async Task reclaimed_it_is_somebody_else_seed_first_and_address_last()
    {
        var network = new LoopbackNetwork();
        await using var rig = await HeldAsync(network);
        var calls = rig.Calls.Length;
        var (old, bob) = (File.ReadAllText(Path.Combine(rig.Root, "etc/machine-id")), Bob);

        var proof = (await rig.Client.ReclaimAsync(AgentRig.Owner, bob, Nonce, keepProcesses: false, Token)).Value!;
        var again = (await rig.Client.ReclaimAsync(AgentRig.Owner, bob, Nonce, keepProcesses: false, Token)).Value!;

        Assert.Equal(["seed", "machine-id", "boot-id", "clock", "hostname"], rig.Calls[calls..].Select(call => call.Split(' ')[0]));
        Assert.Equal("hostname bob", rig.Calls[^1]);
        Assert.NotEqual(old, File.ReadAllText(Path.Combine(rig.Root, "etc/machine-id")));
        Assert.Equal($"{proof.MachineId:N}\n", File.ReadAllText(Path.Combine(rig.Root, "etc/machine-id")));
        Assert.Equal("bob", proof.HostName);
        Assert.Equal((proof.MachineId, proof.BootId), (again.MachineId, again.BootId));
        Assert.Equal("bob\n", File.ReadAllText(Path.Combine(rig.Root, "etc/hostname")));
        Assert.Equal("bob", network.Configured?.Name.Value);
        Assert.True((await rig.Client.StatsAsync(AgentRig.Owner, AgentRig.Token, Token)).IsFailure);
        Assert.True((await rig.Client.StatsAsync(AgentRig.Owner, "bobs-token", Token)).IsSuccess);
    }

    [Fact]
    public async Task without_its_nonce_nobody_reclaims_it()
    {
        await using var rig = await HeldAsync(new LoopbackNetwork());

        Assert.Equal(AgentErrors.Refused, (await rig.Client.ReclaimAsync(AgentRig.Owner, Bob, OtherNonce, keepProcesses: false, Token)).Error.Code);
        Assert.True((await rig.Client.ReleaseAsync(AgentRig.Owner, AgentRig.Token, Nonce, Token)).IsSuccess);
        Assert.Equal(AgentErrors.Refused, (await rig.Client.ReclaimAsync(AgentRig.Owner, Bob, Nonce, keepProcesses: false, Token)).Error.Code);
        Assert.True((await rig.Client.StatsAsync(AgentRig.Owner, AgentRig.Token, Token)).IsSuccess);
    }

    [Fact]
    public async Task an_agent_of_nobody_is_neither_held_nor_reclaimed()
    {
        await using var rig = await AgentRig.StartAsync();

        Assert.True((await rig.Client.HoldAsync(AgentRig.Owner, AgentRig.Token, Nonce, Token)).IsFailure);
        Assert.True((await rig.Client.ReclaimAsync(AgentRig.Owner, Bob, Nonce, keepProcesses: false, Token)).IsFailure);
        Assert.True((await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).IsSuccess);
    }

    [Fact]
    public async Task a_nonce_is_32_bytes_and_is_not_replaced()
    {
        await using var rig = await AgentRig.StartClaimedAsync(Token);

        Assert.Equal(AgentErrors.Refused, (await rig.Client.HoldAsync(AgentRig.Owner, AgentRig.Token, [1, 2, 3], Token)).Error.Code);
        Assert.True((await rig.Client.StatsAsync(AgentRig.Owner, AgentRig.Token, Token)).IsSuccess);
        Assert.True((await rig.Client.HoldAsync(AgentRig.Owner, AgentRig.Token, Nonce, Token)).IsSuccess);
        Assert.True((await rig.Client.HoldAsync(AgentRig.Owner, AgentRig.Token, Nonce, Token)).IsSuccess);
        Assert.Equal(AgentErrors.Refused, (await rig.Client.HoldAsync(AgentRig.Owner, AgentRig.Token, OtherNonce, Token)).Error.Code);
    }

    [Fact]
    public async Task a_reclaim_that_cannot_be_applied_leaves_it_held()
    {
        await using var rig = await HeldAsync(new LoopbackNetwork());

        Assert.True((await rig.Client.ReclaimAsync(AgentRig.Owner, Bob with { PrefixLength = 31 }, Nonce, keepProcesses: false, Token)).IsFailure);
        Assert.True((await rig.Client.StatsAsync(AgentRig.Owner, AgentRig.Token, Token)).IsFailure);
        Assert.True((await rig.Client.ReclaimAsync(AgentRig.Owner, Bob, Nonce, keepProcesses: false, Token)).IsSuccess);
    }

    private static async Task<AgentRig> HeldAsync(LoopbackNetwork network)
    {
        var rig = await AgentRig.StartAsync(network);
        Assert.True((await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).IsSuccess);
        Assert.True((await rig.Client.HoldAsync(AgentRig.Owner, AgentRig.Token, Nonce, Token)).IsSuccess);
        return rig;
    }
}
