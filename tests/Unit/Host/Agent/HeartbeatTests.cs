using System.Text;
using Lobsterd.Domain.Config;
using Lobsterd.Host.Agent;
using Lobsterd.Protocol.Agent;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>What the host makes of hearts that beat, stop, or never did; guests are hostile.</summary>
public sealed class HeartbeatTests
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // An earlier agent closes on what it does not know; another one refuses.
    [Theory]
    [InlineData("")]
    [InlineData("{\"reply\":\"refused\",\"code\":\"garbled\",\"message\":\"no\"}\n")]
    [InlineData("{\"reply\":\"done\"}\n")]
    public async Task one_that_never_beat_is_no_news(string answer)
    {
        var doors = new ScriptedDoors(ScriptedDoors.Greeting, Encoding.UTF8.GetBytes(answer), pieceBytes: 100);
        using var client = new AgentClient(doors, new AgentConfig(), TimeProvider.System);

        Assert.Null(await client.ListenAsync(HostileAgent.Alice, Every, Token));
        Assert.Equal(0, doors.Open);
    }

    [Theory]
    [InlineData("", "agent.connect.unreachable")]
    [InlineData("\n\n\n", "agent.connect.unreachable")]
    [InlineData("\nx\n", "agent.message.garbled")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "agent.message.garbled")]
    public async Task one_that_beat_and_ends_is_told_and_nothing_of_it_stays_open(string beats, string code)
    {
        var doors = new ScriptedDoors(ScriptedDoors.Greeting, Encoding.UTF8.GetBytes("{\"reply\":\"stream\"}\n" + beats), pieceBytes: 1);
        using var client = new AgentClient(doors, new AgentConfig(), TimeProvider.System);

        Assert.Equal(code, (await client.ListenAsync(HostileAgent.Alice, Every, Token))!.Code.Name);
        Assert.Equal(0, doors.Open);
    }

    [Fact]
    public async Task one_that_falls_silent_is_told_when_two_beats_and_a_half_are_missing()
    {
        var clock = new FakeTimeProvider();
        var over = new TaskCompletionSource();
        var asked = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync(AgentGreeting.Claimed);
            asked.SetResult(await peer.HearAsync());
            await peer.SayAsync("""{"reply":"stream"}""");
            await over.Task;
        });
        using var client = agent.Client(clock);
        var listening = client.ListenAsync(HostileAgent.Alice, Every, Token);
        Assert.Contains("\"everyMs\":30000", await asked.Task, StringComparison.Ordinal);

        // In small steps: when the waiting begins, nobody tells.
        var waited = TimeSpan.Zero;
        while (!listening.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            waited += TimeSpan.FromSeconds(1);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }

        Assert.InRange(waited, TimeSpan.FromSeconds(75), TimeSpan.FromHours(1));
        Assert.Contains("75 s", (await listening)!.Message, StringComparison.Ordinal);
        over.SetResult();
    }
}
