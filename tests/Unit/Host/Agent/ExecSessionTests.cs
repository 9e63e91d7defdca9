using CsCheck;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Host.Agent;
using Lobsterd.Protocol.Agent;
using Lobsterd.Tests.Unit.Fuzzing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

public sealed class ExecSessionTests
{
    private static readonly ExecSpec Shell = new() { Command = ["sh", "-c", "true"], Terminal = true, Columns = 100, Rows = 30 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task output_error_and_exit_arrive_in_order()
    {
        string? heard = null;
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync();
            heard = await peer.HearAsync();
            await peer.SayAsync(AgentPeer.Streams);
            await peer.SendFrameAsync(AgentFrameType.Output, "out"u8);
            await peer.SendFrameAsync(AgentFrameType.Error, "err"u8);
            await peer.ExitAsync(130);
            await peer.HearEndAsync();
        });
        using var client = agent.Client();

        await using var session = (await client.ExecAsync(HostileAgent.Alice, "t", Shell, Token)).Value;
        var events = await AllAsync(session);

        Assert.Equal("out"u8, Assert.IsType<ExecEvent.Output>(events[0].Value).Data.Span);
        Assert.Equal("err"u8, Assert.IsType<ExecEvent.Error>(events[1].Value).Data.Span);
        Assert.Equal(130, Assert.IsType<ExecEvent.Exited>(events[2].Value).Code);
        Assert.Equal(3, events.Count);
        Assert.Equal("""{"op":"exec","command":["sh","-c","true"],"user":"root","terminal":true,"columns":100,"rows":30,"environment":{},"v":1,"token":"t"}""", heard);
    }

    [Fact]
    public async Task input_signals_and_sizes_reach_the_command_in_order()
    {
        var heard = new List<string>();
        await using var agent = Streaming(async peer =>
        {
            while (await peer.HearFrameAsync() is { } frame)
            {
                heard.Add($"{frame.Type} {frame.Payload.Length} {Convert.ToHexString(frame.Payload.AsSpan(0, Math.Min(4, frame.Payload.Length)))}");
                if (frame.Type == AgentFrameType.InputEnd) await peer.ExitAsync(0);
            }
        });
        using var client = agent.Client();

        await using var session = (await client.ExecAsync(HostileAgent.Alice, "t", Shell, Token)).Value;
        Assert.True((await session.WriteInputAsync(new byte[AgentLimits.MaxFrameBytes + 1], Token)).IsSuccess);
        Assert.True((await session.WriteInputAsync(ReadOnlyMemory<byte>.Empty, Token)).IsSuccess);
        Assert.True((await session.SignalAsync(2, Token)).IsSuccess);
        Assert.True((await session.ResizeAsync(132, 43, Token)).IsSuccess);
        Assert.True((await session.CloseInputAsync(Token)).IsSuccess);
        _ = await AllAsync(session);

        Assert.Equal(["Input 65536 00000000", "Input 1 00", "Signal 1 02", "Resize 4 0084002B", "InputEnd 0 "], heard);
    }

    [Fact]
    public async Task a_guest_that_takes_no_input_makes_the_writer_wait_and_costs_two_frames()
    {
        var letRead = new TaskCompletionSource();
        var total = 0L;
        await using var agent = Streaming(async peer =>
        {
            await letRead.Task;
            while (await peer.HearFrameAsync() is { } frame)
            {
                total += frame.Payload.Length;
                if (frame.Type == AgentFrameType.InputEnd) await peer.ExitAsync(0);
            }
        });
        using var client = agent.Client();
        await using var session = (await client.ExecAsync(HostileAgent.Alice, "t", Shell, Token)).Value;

        // Far more than all buffers between the two ends hold together.
        const int Size = 64 << 20;
        var writing = session.WriteInputAsync(new byte[Size], Token);
        Assert.False(writing.IsCompleted);
        letRead.SetResult();
        Assert.True((await writing).IsSuccess);
        Assert.True((await session.CloseInputAsync(Token)).IsSuccess);
        _ = await AllAsync(session);

        Assert.Equal(Size, total);
    }

    [Fact]
    public async Task a_writer_who_gives_up_leaves_no_half_frame_behind()
    {
        var letRead = new TaskCompletionSource();
        var types = new List<AgentFrameType>();
        await using var agent = Streaming(async peer =>
        {
            await letRead.Task;
            while (await peer.HearFrameAsync() is { } frame)
            {
                types.Add(frame.Type);
                if (frame.Type == AgentFrameType.Signal) await peer.ExitAsync(143);
            }
        });
        using var client = agent.Client();
        await using var session = (await client.ExecAsync(HostileAgent.Alice, "t", Shell, Token)).Value;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = session.WriteInputAsync(new byte[64 << 20], patience.Token);
        await patience.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        letRead.SetResult();
        Assert.True((await session.SignalAsync(15, Token)).IsSuccess);
        var events = await AllAsync(session);

        Assert.Equal(143, Assert.IsType<ExecEvent.Exited>(Assert.Single(events).Value).Code);
        Assert.Equal(AgentFrameType.Signal, types[^1]);
        Assert.All(types.SkipLast(1), type => Assert.Equal(AgentFrameType.Input, type));
    }

    [Fact]
    public async Task a_reader_who_takes_his_time_slows_the_command()
    {
        var sent = 0L;
        await using var agent = Streaming(async peer =>
        {
            var payload = new byte[AgentLimits.MaxFrameBytes];
            for (; sent < 1L << 30; sent += payload.Length) await peer.SendFrameAsync(AgentFrameType.Output, payload);
        });
        using var client = agent.Client();

        await using (var session = (await client.ExecAsync(HostileAgent.Alice, "t", Shell, Token)).Value)
        {
            await using var reading = session.ReadAsync(Token).GetAsyncEnumerator(Token);
            for (var count = 0; count < 5; count++) Assert.True(await reading.MoveNextAsync());
        }

        await agent.DisposeAsync();
        Assert.True(sent < 64L << 20, $"{sent} bytes were taken for five frames");
    }

    [Fact]
    public async Task disposing_a_session_closes_its_connection_even_while_it_is_read()
    {
        var closed = new TaskCompletionSource();
        await using var agent = Streaming(async peer =>
        {
            await peer.HearEndAsync();
            closed.SetResult();
        });
        using var client = agent.Client();
        var session = (await client.ExecAsync(HostileAgent.Alice, "t", Shell, Token)).Value;

        var reading = AllAsync(session);
        await session.DisposeAsync();

        await closed.Task.WaitAsync(Token);
        Assert.Equal(AgentErrors.Unreachable, Assert.Single(await reading).Error.Code);
    }

    [Fact]
    public async Task a_lost_connection_is_the_last_event_and_writing_says_so_too()
    {
        await using var agent = Streaming(peer => peer.SendFrameAsync(AgentFrameType.Output, "x"u8));
        using var client = agent.Client();
        await using var session = (await client.ExecAsync(HostileAgent.Alice, "t", Shell, Token)).Value;

        var events = await AllAsync(session);

        Assert.Equal(2, events.Count);
        Assert.Equal(AgentErrors.Unreachable, events[1].Error.Code);
        UnitResult<LobsterError> said;
        do said = await session.WriteInputAsync(new byte[1], Token);
        while (said.IsSuccess);
        Assert.Equal(AgentErrors.Unreachable, said.Error.Code);
    }

    [Theory]
    [InlineData(AgentFrameType.Input, 1)]
    [InlineData(AgentFrameType.Log, 1)]
    [InlineData(AgentFrameType.Output, 0)]
    [InlineData(AgentFrameType.Error, 0)]
    [InlineData(AgentFrameType.Exited, 3)]
    [InlineData(AgentFrameType.LogEnd, 0)]
    public async Task a_frame_that_no_command_sends_ends_the_session(AgentFrameType type, int length)
    {
        await using var agent = Streaming(async peer =>
        {
            await peer.SendFrameAsync(type, new byte[length]);
            await peer.HearEndAsync();
        });
        using var client = agent.Client();
        await using var session = (await client.ExecAsync(HostileAgent.Alice, "t", Shell, Token)).Value;

        Assert.Equal(AgentErrors.Garbled, Assert.Single(await AllAsync(session)).Error.Code);
    }

    [Fact]
    public Task damaged_frames_are_events_or_one_last_error()
    {
        byte[] frames = [16, 0, 0, 0, 2, 1, 2, 17, 0, 0, 0, 1, 3, 18, 0, 0, 0, 4, 0, 0, 0, 0];
        return Gen.Select(Mutation.Of(frames), Gen.OneOf(Gen.Const(1), Gen.Const(5), Gen.Const(1_000))).SampleAsync(
            async (damaged, piece) =>
            {
                var doors = new ScriptedDoors(ScriptedDoors.Greeting, [.. "{\"reply\":\"stream\"}\n"u8, .. damaged], piece);
                using var client = new AgentClient(doors, new AgentConfig(), TimeProvider.System);
                await using (var session = (await client.ExecAsync(HostileAgent.Alice, "t", Shell, Token)).Value)
                {
                    var events = await AllAsync(session);
                    Assert.All(events.SkipLast(1), happened => Assert.True(happened.Value is ExecEvent.Output or ExecEvent.Error));
                    Assert.True(events[^1].IsFailure || events[^1].Value is ExecEvent.Exited);
                }

                Assert.Equal(0, doors.Open);
                Assert.True(doors.Last!.LargestBuffer <= AgentInbox.MostBytes);
            },
            iter: 20_000);
    }

    private static HostileAgent Streaming(Func<AgentPeer, Task> behave) => new(async peer =>
    {
        await peer.GreetAsync();
        _ = await peer.HearAsync();
        await peer.SayAsync(AgentPeer.Streams);
        await behave(peer);
    });

    private static async Task<List<Result<ExecEvent, LobsterError>>> AllAsync(IExecSession session)
    {
        var events = new List<Result<ExecEvent, LobsterError>>();
        await foreach (var happened in session.ReadAsync(Token)) events.Add(happened);
        return events;
    }
}
