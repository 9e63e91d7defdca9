using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Host.Agent;
using Lobsterd.Protocol.Agent;
using Lobsterd.Tests.Unit.Guest.Fuzzing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>Every call against every way to do harm: it ends within its own bound of time, by the clock that it is given, in a typed outcome; and what is
/// allocated meanwhile, which is more than is ever held, stays below <see cref="MostBytes"/>. Each line that is printed is one attack's worst.</summary>
[Collection(nameof(QuietCollection))]
public sealed class HostileAgentCostTests(ITestOutputHelper output)
{
    // The longest reply, the buffers that grew to it by doubling, what the deserializer made of it, and this process's other end of it all.
    private const long MostBytes = 512 << 10;

    private const int Tail = 100;
    private const int MostEvents = 100;

    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, Func<AgentClient, Task<LobsterError?>>> Calls = new()
    {
        ["sync"] = async client => ErrorOf(await client.SyncAsync(HostileAgent.Alice, "t", Token)),
        ["stats"] = async client => ErrorOf(await client.StatsAsync(HostileAgent.Alice, "t", Token)),
        ["health"] = async client => ErrorOf(await client.HealthAsync(HostileAgent.Alice, Token)),
        ["exec"] = async client =>
        {
            if ((await client.ExecAsync(HostileAgent.Alice, "t", new ExecSpec { Command = ["true"] }, Token)).TryGetError(out var error, out var session)) return error;
            await using (session) return await LastAsync(session.ReadAsync(Token));
        },
        ["logs"] = client => LastAsync(client.LogsAsync(HostileAgent.Alice, "t", Tail, follow: false, Token)),
        ["claim"] = async client => ErrorOf(await client.ClaimAsync(HostileAgent.Alice, HostileAgent.Claim, Token)),
    };

    public static TheoryData<string> Names => [.. HostileActs.All.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task an_agent_that(string attack)
    {
        await WarmUpAsync();
        var (worst, outcomes) = (0L, new List<string>());
        foreach (var (call, askAsync) in Calls)
        {
            var clock = new FakeTimeProvider();
            await using var agent = new HostileAgent(peer => HostileActs.All[attack](peer, clock));
            using var client = agent.Client(clock);

            var before = GC.GetTotalAllocatedBytes(precise: true);
            var error = await askAsync(client).WaitAsync(Ceiling, Token);
            worst = Math.Max(worst, GC.GetTotalAllocatedBytes(precise: true) - before);

            outcomes.Add($"{call} {error?.Code.Name ?? "done"}");
            Assert.True(error is null || (error.Message.Length < 4_000 && !error.Message.Any(char.IsControl)), error?.Message);
            Assert.Equal(1, agent.Connections);
        }

        output.WriteLine($"{attack}: {worst / 1024.0:N0} KiB; {string.Join(", ", outcomes)}");
        Assert.InRange(worst, 1, MostBytes);
    }

    [Fact]
    public async Task hanging_up_again_and_again_costs_an_attempt_per_pace_and_ends_at_the_bound_of_a_boot()
    {
        var (clock, bootBound) = (new FakeTimeProvider(), TimeSpan.FromSeconds(1));
        await using var agent = new HostileAgent(async peer =>
        {
            peer.Reset();
            await Task.Yield();
            clock.Advance(AgentWaiter.Pace);
        });
        using var client = new AgentClient(agent, new AgentConfig(), clock);

        var waiting = client.WaitReadyAsync(HostileAgent.Alice, bootBound, Token);
        Assert.True(await Fixtures.Eventually.HoldsAsync(() =>
        {
            // An attempt that did not come to the agent lets no time pass by itself.
            clock.Advance(TimeSpan.FromTicks(1));
            return waiting.IsCompleted;
        }, Token, Ceiling));

        Assert.Equal(AgentErrors.Unreachable, (await waiting).Error.Code);
        Assert.InRange(agent.Connections, 1, (bootBound / AgentWaiter.Pace) + 1);
    }

    [Fact]
    public async Task a_claim_is_sent_once_whatever_the_vm_says_of_it_later()
    {
        var heard = new List<string?>();
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync(AgentGreeting.Anonymous);
            heard.Add(await peer.HearAsync());
            if (peer.Number == 1) await peer.SayAsync(AgentPeer.Done);
        });
        using var client = agent.Client();

        Assert.True((await client.ClaimAsync(HostileAgent.Alice, HostileAgent.Claim, Token)).IsSuccess);
        var later = new List<LobsterError?>();
        foreach (var call in Calls.Where(call => call.Key is not ("claim" or "health"))) later.Add(await call.Value(client));
        await agent.DisposeAsync();

        Assert.Equal(1, heard.Count(line => line?.Contains("agent-token", StringComparison.Ordinal) == true));
        Assert.All(later, error => Assert.True(error?.Code == AgentErrors.ClaimRefused || error?.Code == AgentErrors.Unreachable));
    }

    private static async Task WarmUpAsync()
    {
        foreach (var askAsync in Calls.Values)
        {
            await using var agent = AgentClientTests.Answering(AgentPeer.Done);
            using var client = agent.Client();
            _ = await askAsync(client);
        }
    }

    private static LobsterError? ErrorOf(UnitResult<LobsterError> outcome) => outcome.TryGetError(out var error) ? error : null;

    private static LobsterError? ErrorOf<T>(Result<T, LobsterError> outcome) => outcome.TryGetError(out var error) ? error : null;

    private static async Task<LobsterError?> LastAsync<T>(IAsyncEnumerable<Result<T, LobsterError>> items)
    {
        var count = 0;
        await foreach (var item in items)
            if (item.TryGetError(out var error) || ++count == MostEvents) return error;
        return null;
    }
}
