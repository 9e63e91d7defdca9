using CsCheck;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Host.Agent;
using Lobsterd.Tests.Unit.Fuzzing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>A hundred thousand damaged messages: each is an error or an answer, leaves no connection behind, and costs a bounded buffer.</summary>
public sealed class MutatedReplyTests
{
    private static readonly ErrorCode[] Typed =
        [AgentErrors.Garbled, AgentErrors.Unreachable, AgentErrors.Unauthorized, AgentErrors.Refused, AgentErrors.ClaimRefused, AgentErrors.VersionUnknown];

    private static readonly byte[][] Replies =
    [
        "{\"reply\":\"done\"}\n"u8.ToArray(),
        "{\"reply\":\"stream\"}\n"u8.ToArray(),
        "{\"reply\":\"refused\",\"code\":\"failed\",\"message\":\"no space left on device\"}\n"u8.ToArray(),
        "{\"reply\":\"health\",\"claimed\":true,\"workloadAnswers\":true,\"workloadState\":\"running\"}\n"u8.ToArray(),
        """{"reply":"stats","uptimeMs":1500,"memoryTotalBytes":2,"memoryAvailableBytes":1,"load1":0.5,"diskTotalBytes":4,"diskFreeBytes":3,"connections":5,"workloadState":"running","workloadRestarts":6}"""u8.ToArray()
            .Append((byte)'\n').ToArray(),
    ];

    private static readonly Gen<int> Piece = Gen.OneOf(Gen.Const(1), Gen.Const(7), Gen.Const(4096), Gen.Const(1 << 20));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task a_damaged_reply_is_a_typed_error_or_an_answer() => Gen.Select(Mutation.Of(Replies), Piece, Gen.Int[0, 2]).SampleAsync(
        (answer, piece, question) => CheckAsync(ScriptedDoors.Greeting, answer, piece, question),
        iter: 100_000);

    [Fact]
    public Task a_damaged_greeting_is_a_typed_error_or_a_greeting() => Gen.Select(Mutation.Of(ScriptedDoors.Greeting), Piece).SampleAsync(
        (greeting, piece) => CheckAsync(greeting, Replies[0], piece, question: 0),
        iter: 10_000);

    private static async Task CheckAsync(byte[] greeting, byte[] answer, int piece, int question)
    {
        var doors = new ScriptedDoors(greeting, answer, piece);
        using (var client = new AgentClient(doors, new AgentConfig(), TimeProvider.System))
        {
            var outcome = await AskAsync(client, question);
            if (outcome.IsFailure)
            {
                Assert.Contains(outcome.Error.Code, Typed);
                Assert.True(outcome.Error.Message.Length < 4_000);
                Assert.DoesNotContain(outcome.Error.Message, char.IsControl);
            }
        }

        Assert.Equal(0, doors.Open);
        Assert.True(doors.Last!.LargestBuffer <= AgentInbox.MostBytes);
    }

    private static async Task<UnitResult<LobsterError>> AskAsync(AgentClient client, int question) => question switch
    {
        0 => await client.SyncAsync(HostileAgent.Alice, "t", Token),
        1 => await client.StatsAsync(HostileAgent.Alice, "t", Token),
        _ => await client.HealthAsync(HostileAgent.Alice, Token),
    };
}
