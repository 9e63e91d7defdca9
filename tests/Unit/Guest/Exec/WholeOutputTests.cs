using System.Globalization;
using System.Text;
using Lobsterd.Domain.Agent;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Guest.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Exec;

/// <summary>All that a command wrote arrives before its exit code, whatever its client sends and however slowly it reads.</summary>
public sealed class WholeOutputTests : IAsyncLifetime
{
    private const string Line = "0123456789\n";
    private const int Kilobytes300 = 300_000;
    private const int Megabytes10 = 10_000_000;

    private AgentRig rig = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => rig = await AgentRig.StartClaimedAsync(Token);

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1_000_000, 0)]
    [InlineData(1_000_000, 1)]
    public async Task ten_megabytes_of_a_command_that_ends_at_once_come_whole(int unreadInput, int pauseMilliseconds)
    {
        await using var session = await StartAsync($"yes 0123456789 | head -c {Megabytes10}; exit 5");
        var typing = session.WriteInputAsync(new byte[unreadInput], Token);

        var told = await ReadAsync(session, TimeSpan.FromMilliseconds(pauseMilliseconds));

        Assert.Equal((Megabytes10, 5), told);
        await session.DisposeAsync();
        _ = await typing;
    }

    [Fact]
    public async Task input_for_a_command_that_has_ended_costs_none_of_its_output()
    {
        await using var session = await StartAsync($"echo $$ >&2; read go; yes 0123456789 | head -c {Kilobytes300}");
        await using var events = session.ReadAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        var pid = int.Parse(Encoding.ASCII.GetString(Assert.IsType<ExecEvent.Error>(events.Current.Value).Data.Span), CultureInfo.InvariantCulture);
        Assert.True((await session.WriteInputAsync("go\n"u8.ToArray(), Token)).IsSuccess);
        Assert.True(await Eventually.HoldsAsync(() => !Directory.Exists($"/proc/{pid}"), Token));
        // Turns of the agent's loop, so that it has done whatever it does at a command's end.
        for (var turn = 0; turn < 50; turn++) _ = await rig.Loop.RunAsync(() => true);

        for (var count = 0; count < 10; count++) _ = await session.WriteInputAsync(new byte[1000], Token);
        _ = await session.CloseInputAsync(Token);

        Assert.Equal((Kilobytes300, 0), await ReadAsync(events, TimeSpan.Zero));
    }

    private async Task<IExecSession> StartAsync(string script)
    {
        var started = await rig.Client.ExecAsync(AgentRig.Owner, AgentRig.Token, new ExecSpec { Command = ["/bin/sh", "-c", script] }, Token);
        Assert.True(started.IsSuccess, started.IsFailure ? started.Error.FullMessage : "");
        return started.Value;
    }

    private static async Task<(int Bytes, int Code)> ReadAsync(IExecSession session, TimeSpan pause)
    {
        await using var events = session.ReadAsync(Token).GetAsyncEnumerator(Token);
        return await ReadAsync(events, pause);
    }

    private static async Task<(int Bytes, int Code)> ReadAsync(
        IAsyncEnumerator<CSharpFunctionalExtensions.Result<ExecEvent, Lobsterd.Domain.Errors.LobsterError>> events, TimeSpan pause)
    {
        using var ticks = new PeriodicTimer(pause > TimeSpan.Zero ? pause : TimeSpan.FromMilliseconds(1), TimeProvider.System);
        var got = 0;
        while (await events.MoveNextAsync())
        {
            Assert.True(events.Current.IsSuccess, events.Current.IsFailure ? $"{events.Current.Error.FullMessage} after {got} bytes" : "");
            if (events.Current.Value is ExecEvent.Exited exited) return (got, exited.Code);
            foreach (var value in Assert.IsType<ExecEvent.Output>(events.Current.Value).Data.Span)
                if (value != Line[got++ % Line.Length]) Assert.Fail($"byte {got - 1} is wrong");
            if (pause > TimeSpan.Zero) _ = await ticks.WaitForNextTickAsync(Token);
        }

        throw new InvalidOperationException("no exit code came");
    }
}
