using System.Text.Json;
using Lobsterd.Domain.Agent;
using Lobsterd.Protocol.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>What guests say that they have become, and what those of the release before say instead.</summary>
public sealed class AgentProofTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private const string Proof =
        """{"reply":"proof","machineId":"00112233445566778899aabbccddeeff","bootId":"00112233-4455-6677-8899-aabbccddeeff","sample":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","hostName":"alice","address":"10.66.0.30","nowUnixMs":1800000000000,"hostKeys":["ssh-ed25519 AAAA"]}""";

    [Fact]
    public async Task what_a_guest_proves_is_taken_over()
    {
        await using var agent = new HostileAgent(peer => AnswerAsync(peer, Proof));
        using var client = agent.Client();
        var proof = (await client.ClaimAsync(HostileAgent.Alice, HostileAgent.Claim, Token)).Value!;

        Assert.Equal((Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")), (proof.MachineId, proof.BootId));
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (byte)i), proof.Sample.ToArray());
        Assert.Equal(("alice", HostileAgent.Claim.Address, HostileAgent.Claim.Now), (proof.HostName, proof.Address, proof.Now));
        Assert.Equal(["ssh-ed25519 AAAA"], proof.HostKeys);
    }

    [Theory]
    [InlineData("00112233445566778899aabbccddeeff", "00112233445566778899aabbccddeef")]
    [InlineData("00112233-4455", "{0112233-4455")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "")]
    [InlineData("\"alice\"", "null")]
    [InlineData("\"alice\"", "\"\u0430lice\"")]
    [InlineData("10.66.0.30", "fe80::2")]
    [InlineData("10.66.0.30", "")]
    [InlineData("1800000000000", "9223372036854775807")]
    [InlineData("[\"ssh-ed25519 AAAA\"]", "[null]")]
    [InlineData("ssh-ed25519 AAAA", "ssh-ed25519\\nAAAA")]
    [InlineData("[\"ssh-ed25519 AAAA\"]", "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]")]
    public async Task a_proof_that_can_not_be_true_is_none(string part, string instead)
    {
        Assert.Contains(part, Proof, StringComparison.Ordinal);
        await using var agent = new HostileAgent(peer => AnswerAsync(peer, Proof.Replace(part, instead, StringComparison.Ordinal)));
        using var client = agent.Client();

        Assert.Equal(AgentErrors.Garbled, (await client.ClaimAsync(HostileAgent.Alice, HostileAgent.Claim, Token)).Error.Code);
    }

    [Fact]
    public async Task a_sleeper_of_the_release_before_is_released_and_then_told()
    {
        var heard = new List<string>();
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync();
            while (await peer.HearAsync() is { } line)
            {
                heard.Add(line);
                await peer.SayAsync(line.Contains("release", StringComparison.Ordinal) && line.Contains("entropy", StringComparison.Ordinal)
                    ? """{"reply":"refused","code":"garbled","message":"this is no message of the protocol"}"""
                    : AgentPeer.Done);
            }
        });
        using var client = agent.Client();

        Assert.True((await client.WakeAsync(HostileAgent.Alice, "t", new byte[32], Token)).IsSuccess);
        Assert.Equal(["release", "release", "woken"], heard.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("op").GetString()));
        Assert.DoesNotContain("entropy", heard[1], StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(AgentPeer peer, string reply)
    {
        await peer.GreetAsync(AgentGreeting.Anonymous, protocol: 2);
        _ = await peer.HearAsync();
        await peer.SayAsync(reply);
        await peer.HearEndAsync();
    }
}
