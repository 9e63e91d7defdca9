using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Workloads;
using Lobsterd.Protocol.Agent;
using Lobsterd.Tests.Unit.Host.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Agent;

public sealed class ClaimTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_greeting_tells_version_and_state()
    {
        await using var rig = await AgentRig.StartAsync();
        var before = await (await rig.ConnectAsync()).HearAsync();
        Assert.True((await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).IsSuccess);
        var after = await (await rig.ConnectAsync()).HearAsync();

        Assert.Equal("""{"agent":"lobsterd","protocol":2,"oldest":1,"state":"anonymous"}""", before);
        Assert.Equal("""{"agent":"lobsterd","protocol":2,"oldest":1,"state":"claimed"}""", after);
    }

    [Theory]
    [InlineData("workload.start")]
    [InlineData("workload.stop")]
    [InlineData("stats")]
    [InlineData("sync")]
    [InlineData("thaw")]
    [InlineData("health")]
    [InlineData("shutdown")]
    public async Task an_anonymous_agent_answers_nothing_but_a_claim(string operation)
    {
        await using var rig = await AgentRig.StartAsync();
        var peer = await rig.ConnectAsync();
        _ = await peer.HearAsync();
        await peer.SayAsync($$"""{"op":"{{operation}}","token":"agent-token"}""");

        Assert.Null(await peer.HearAsync());
        Assert.False(rig.Ended.IsCompleted);
    }

    [Fact]
    public async Task a_program_of_a_user_that_is_not_there_does_not_wait_and_the_claim_comes_through_all_the_same()
    {
        await using var rig = await AgentRig.StartAsync();
        var refused = await rig.Client.PrepareWorkloadAsync(AgentRig.Owner, new PreparedWorkload("bot", ["/bin/sh"], "nobody-here"), Token);

        Assert.Contains("nobody-here", refused.Error.FullMessage, StringComparison.Ordinal);
        Assert.True((await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).IsSuccess);
    }

    [Fact]
    public async Task an_agent_that_is_somebodys_prepares_nothing()
    {
        await using var rig = await AgentRig.StartClaimedAsync(Token);

        Assert.True((await rig.Client.PrepareWorkloadAsync(AgentRig.Owner, new PreparedWorkload("gateway", [], "tenant"), Token)).IsFailure);
    }

    [Fact]
    public async Task a_claim_seeds_before_it_names_and_sets_the_clock_before_anything_runs()
    {
        await using var rig = await AgentRig.StartClaimedAsync(Token);

        Assert.Equal(["seed", "machine-id", "boot-id", "clock", "hostname"], rig.Calls.Select(call => call.Split(' ')[0]));
        Assert.Equal("seed 64 bytes", rig.Calls[0]);
        Assert.Equal("clock 2027-01-15T08:00:00.0000000+00:00", rig.Calls[3]);
        Assert.Equal("hostname alice", rig.Calls[4]);
    }

    [Fact]
    public async Task a_claim_writes_the_files_by_which_programs_learn_who_they_run_for()
    {
        await using var rig = await AgentRig.StartClaimedAsync(Token);

        Assert.Equal("alice\n", File.ReadAllText(Path.Combine(rig.Root, "etc/hostname")));
        Assert.Equal("127.0.0.1 localhost\n::1 localhost\n10.66.0.30 alice\n", File.ReadAllText(Path.Combine(rig.Root, "etc/hosts")));
        Assert.Equal("nameserver 9.9.9.9\n", File.ReadAllText(Path.Combine(rig.Root, "etc/resolv.conf")));
        Assert.Matches("^[0-9a-f]{32}\n$", File.ReadAllText(Path.Combine(rig.Root, "etc/machine-id")));
    }

    [Fact]
    public async Task two_claimed_agents_share_no_id()
    {
        await using var one = await AgentRig.StartClaimedAsync(Token);
        await using var other = await AgentRig.StartClaimedAsync(Token);

        Assert.Empty(one.Calls[1..3].Intersect(other.Calls[1..3]));
    }

    [Fact]
    public async Task a_claimed_guest_proves_who_it_has_become_by_what_its_programs_read()
    {
        await using var rig = await AgentRig.StartAsync();
        var proof = (await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).Value!;

        Assert.Equal($"{proof.MachineId:N}\n", await File.ReadAllTextAsync(Path.Combine(rig.Root, "etc/machine-id"), Token));
        Assert.Equal(rig.Calls[2], $"boot-id {proof.BootId:D}");
        Assert.Equal(("alice", AgentRig.Claim.Address), (proof.HostName, proof.Address));
        Assert.Equal(32, proof.Sample.Length);
        Assert.Empty(proof.HostKeys);
    }

    [Fact]
    public async Task it_proves_the_same_to_whoever_has_the_same_claim_and_another_guest_something_else()
    {
        await using var rig = await AgentRig.StartAsync();
        await using var other = await AgentRig.StartAsync();
        var first = (await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).Value!;
        var again = (await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).Value!;
        var elsewhere = (await other.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).Value!;

        Assert.Equal((first.MachineId, first.BootId), (again.MachineId, again.BootId));
        Assert.Equal(first.Sample.ToArray(), again.Sample.ToArray());
        Assert.NotEqual(first.MachineId, elsewhere.MachineId);
        Assert.NotEqual(first.BootId, elsewhere.BootId);
        Assert.NotEqual(first.Sample.ToArray(), elsewhere.Sample.ToArray());
    }

    [Fact]
    public async Task its_ssh_host_keys_are_told_without_their_comments_and_no_more_of_them_than_may_be()
    {
        await using var rig = await AgentRig.StartAsync();
        var ssh = Directory.CreateDirectory(Path.Combine(rig.Root, "etc/ssh")).FullName;
        await File.WriteAllTextAsync(Path.Combine(ssh, "ssh_host_ed25519_key.pub"), "ssh-ed25519 AAAA root@\"evil\\\n", Token);
        await File.WriteAllTextAsync(Path.Combine(ssh, "ssh_host_ed25519_key"), "secret", Token);
        await File.WriteAllTextAsync(Path.Combine(ssh, "ssh_host_odd_key.pub"), "odd \"}\n", Token);
        await File.WriteAllTextAsync(Path.Combine(ssh, "ssh_host_long_key.pub"), new string('A', AgentLimits.MaxHostKeyLength + 1), Token);
        var proof = (await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).Value!;

        Assert.Equal(["odd ??", "ssh-ed25519 AAAA"], proof.HostKeys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task whoever_speaks_the_version_before_hears_that_it_was_done()
    {
        await using var rig = await AgentRig.StartAsync();
        var peer = await rig.ConnectAsync();
        _ = await peer.HearAsync();
        await peer.SayAsync(Wire.Claim.Replace("\"v\":2", "\"v\":1", StringComparison.Ordinal));

        Assert.Equal(AgentPeer.Done, await peer.HearAsync());
    }

    [Fact]
    public async Task the_same_claim_again_changes_nothing_and_another_is_refused()
    {
        await using var rig = await AgentRig.StartClaimedAsync(Token);
        var calls = rig.Calls;
        var again = await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim with { Now = AgentRig.Claim.Now.AddMinutes(1), Entropy = new byte[64] }, Token);
        var other = await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim with { AgentToken = "another" }, Token);

        Assert.True(again.IsSuccess);
        Assert.Equal(AgentErrors.ClaimRefused, other.Error.Code);
        Assert.Equal(calls, rig.Calls);
    }

    [Theory]
    [InlineData("agent-tokeN")]
    [InlineData("agent-token ")]
    [InlineData("")]
    [InlineData(null)]
    public async Task whoever_has_not_the_token_is_met_with_silence(string? token)
    {
        await using var rig = await AgentRig.StartClaimedAsync(Token);
        var peer = await rig.ConnectAsync();
        _ = await peer.HearAsync();
        await peer.SayAsync(token is null ? """{"op":"stats"}""" : $$"""{"op":"stats","token":"{{token}}"}""");

        Assert.Null(await peer.HearAsync());
    }

    [Fact]
    public async Task a_claim_that_the_machine_cannot_take_leaves_it_anonymous_and_can_be_sent_again()
    {
        await using var rig = await AgentRig.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(rig.Root, "etc"), "in the way", Token);
        var failed = await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token);
        var health = await rig.Client.HealthAsync(AgentRig.Owner, Token);
        File.Delete(Path.Combine(rig.Root, "etc"));
        var taken = await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token);

        Assert.True(failed.IsFailure);
        Assert.False(health.Value.IsClaimed);
        Assert.True(taken.IsSuccess);
    }

    [Fact]
    public async Task a_claim_with_a_value_out_of_range_changes_nothing()
    {
        await using var rig = await AgentRig.StartAsync();
        var peer = await rig.ConnectAsync();
        _ = await peer.HearAsync();
        await peer.SayAsync(Wire.Claim.Replace("\"prefixLength\":30", "\"prefixLength\":31", StringComparison.Ordinal));

        Assert.Equal("""{"reply":"refused","code":"invalid","message":"prefixLength is not 1 to 30"}""", await peer.HearAsync());
        Assert.Empty(rig.Calls);
    }

    [Fact]
    public async Task whoever_is_not_the_host_is_hung_up_on()
    {
        await using var rig = await AgentRig.StartAsync(new LoopbackNetwork { ServesEveryone = false });

        Assert.Null(await (await rig.ConnectAsync()).HearAsync());
        Assert.Null(await (await rig.ConnectAsync(health: true)).HearAsync());
    }

    [Fact]
    public async Task connections_above_the_bound_are_hung_up_on_and_room_is_made_by_those_that_leave()
    {
        await using var rig = await AgentRig.StartAsync();
        var peers = new List<AgentPeer>();
        for (var i = 0; i < AgentLimits.MaxConnections; i++)
        {
            peers.Add(await rig.ConnectAsync());
            Assert.NotNull(await peers[^1].HearAsync());
        }

        Assert.Null(await (await rig.ConnectAsync()).HearAsync());
        await peers[0].SayAsync("{}");
        await peers[0].HearEndAsync();
        Assert.NotNull(await (await rig.ConnectAsync()).HearAsync());
    }
}
