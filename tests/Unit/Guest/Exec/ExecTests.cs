using System.Globalization;
using System.Text;
using Lobsterd.Domain.Agent;
using Lobsterd.Protocol.Agent;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Guest.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Exec;

/// <summary>Commands run by the host's own client in a real agent; they run as whoever runs the tests.</summary>
public sealed class ExecTests : IAsyncLifetime
{
    private AgentRig rig = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => rig = await AgentRig.StartClaimedAsync(Token);

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task outputs_are_told_apart_and_the_exit_code_comes_last()
    {
        var (output, errors, code) = await RunAsync("echo out; echo err >&2; exit 7");

        Assert.Equal(("out\n", "err\n", 7), (output, errors, code));
    }

    [Fact]
    public async Task a_long_output_comes_whole_also_what_is_written_right_before_the_end()
    {
        var (output, _, code) = await RunAsync("i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789012345678901234567890123456789$i; i=$((i+1)); done");

        Assert.Equal(0, code);
        Assert.Equal(Enumerable.Range(0, 3000).Select(number => $"0123456789012345678901234567890123456789012345678901234567890123456789{number}"), output.Trim().Split('\n'));
    }

    [Fact]
    public async Task standard_input_arrives_whole_and_ends()
    {
        await using var session = await StartAsync(new ExecSpec { Command = ["/bin/sh", "-c", "wc -c"] });
        Assert.True((await session.WriteInputAsync(new byte[300_000], Token)).IsSuccess);
        Assert.True((await session.CloseInputAsync(Token)).IsSuccess);

        Assert.Equal("300000", (await ReadAsync(session)).Output.Trim());
    }

    [Fact]
    public async Task a_command_that_reads_nothing_is_still_sent_signals()
    {
        await using var session = await StartAsync(new ExecSpec { Command = ["/bin/sh", "-c", "trap 'exit 9' TERM; echo ready; while :; do sleep 60 & wait; done"] });
        await using var events = session.ReadAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        Assert.True((await session.WriteInputAsync(new byte[200_000], Token)).IsSuccess);
        Assert.True((await session.SignalAsync(15, Token)).IsSuccess);

        while (await events.MoveNextAsync())
            if (events.Current.Value is ExecEvent.Exited exited)
                Assert.Equal(9, exited.Code);
    }

    [Fact]
    public async Task an_end_by_signal_is_told_as_a_shell_tells_it()
    {
        var (_, _, code) = await RunAsync("kill -KILL $$");

        Assert.Equal(137, code);
    }

    [Fact]
    public async Task a_broken_pipe_ends_a_command_as_it_does_anywhere()
    {
        var (output, _, _) = await RunAsync("(while :; do echo y; done; echo never >&2) | head -n 1");

        Assert.Equal("y\n", output);
    }

    [Fact]
    public async Task the_environment_says_who_the_command_runs_for()
    {
        await using var session = await StartAsync(new ExecSpec
        {
            Command = ["/bin/sh", "-c", "echo $LOBSTER_TENANT $USER $MINE; echo ${LOBSTER_GATEWAY_TOKEN-no secret}"],
            Environment = new Dictionary<string, string> { ["MINE"] = "given" },
        });

        Assert.Equal("alice root given\nno secret\n", (await ReadAsync(session)).Output);
    }

    [Theory]
    [InlineData("no-such-program", 127)]
    [InlineData("/no/such/program", 127)]
    [InlineData("/etc/passwd", 126)]
    public async Task a_program_that_cannot_be_started_is_told_as_a_shell_tells_it(string program, int code)
    {
        await using var session = await StartAsync(new ExecSpec { Command = [program] });
        var read = await ReadAsync(session);

        Assert.Equal(code, read.Code);
        Assert.Contains(program, read.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_client_that_leaves_takes_its_command_along()
    {
        var session = await StartAsync(new ExecSpec { Command = ["/bin/sh", "-c", "echo $$; while :; do sleep 60; done"] });
        await using (session)
        {
            await using var events = session.ReadAsync(Token).GetAsyncEnumerator(Token);
            Assert.True(await events.MoveNextAsync());
            var pid = int.Parse(Encoding.ASCII.GetString(Assert.IsType<ExecEvent.Output>(events.Current.Value).Data.Span), CultureInfo.InvariantCulture);
            Assert.True(Directory.Exists($"/proc/{pid}"));
            await session.DisposeAsync();
            Assert.True(await Eventually.HoldsAsync(() => !Directory.Exists($"/proc/{pid}"), Token));
        }
    }

    [Theory]
    [InlineData(AgentFrameType.Signal, new byte[] { 0 })]
    [InlineData(AgentFrameType.Signal, new byte[] { 65 })]
    [InlineData(AgentFrameType.Resize, new byte[] { 0, 0, 0, 1 })]
    [InlineData(AgentFrameType.Resize, new byte[] { 1 })]
    [InlineData(AgentFrameType.InputEnd, new byte[] { 1 })]
    [InlineData(AgentFrameType.Output, new byte[] { 1 })]
    public async Task a_frame_that_breaks_the_protocol_ends_the_command(AgentFrameType type, byte[] payload)
    {
        var peer = await rig.ConnectAsync();
        _ = await peer.HearAsync();
        await peer.SayAsync("""{"op":"exec","token":"agent-token","command":["/bin/sh","-c","sleep 60"]}""");
        Assert.Equal("""{"reply":"stream"}""", await peer.HearAsync());
        await peer.SendFrameAsync(type, payload);

        Assert.Null(await peer.HearFrameAsync());
    }

    [Fact]
    public async Task as_many_commands_run_as_may_and_no_more()
    {
        var sessions = new List<IExecSession>();
        for (var i = 0; i < AgentLimits.MaxExecs; i++) sessions.Add(await StartAsync(new ExecSpec { Command = ["/bin/sh", "-c", "read line"] }));
        var refused = await rig.Client.ExecAsync(AgentRig.Owner, AgentRig.Token, new ExecSpec { Command = ["true"] }, Token);
        foreach (var session in sessions) await session.DisposeAsync();

        Assert.Contains("32 commands are running", refused.Error.FullMessage, StringComparison.Ordinal);
    }

    private async Task<(string Output, string Errors, int Code)> RunAsync(string script)
    {
        await using var session = await StartAsync(new ExecSpec { Command = ["/bin/sh", "-c", script] });
        return await ReadAsync(session);
    }

    private async Task<IExecSession> StartAsync(ExecSpec spec)
    {
        var started = await rig.Client.ExecAsync(AgentRig.Owner, AgentRig.Token, spec, Token);
        Assert.True(started.IsSuccess, started.IsFailure ? started.Error.FullMessage : "");
        return started.Value;
    }

    private static async Task<(string Output, string Errors, int Code)> ReadAsync(IExecSession session)
    {
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        await foreach (var happened in session.ReadAsync(Token))
        {
            switch (happened.Value)
            {
                case ExecEvent.Output bytes:
                    _ = output.Append(Encoding.UTF8.GetString(bytes.Data.Span));
                    break;
                case ExecEvent.Error bytes:
                    _ = errors.Append(Encoding.UTF8.GetString(bytes.Data.Span));
                    break;
                case ExecEvent.Exited exited:
                    return (output.ToString(), errors.ToString(), exited.Code);
            }
        }

        throw new InvalidOperationException("no exit code came");
    }
}
