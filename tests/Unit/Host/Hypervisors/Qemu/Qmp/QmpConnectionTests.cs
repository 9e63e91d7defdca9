using System.Text;
using CsCheck;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Qemu.Qmp;

public sealed class QmpConnectionTests(ITestOutputHelper output) : IDisposable
{
    private readonly FakeMonitor monitor = new();
    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => monitor.Dispose();

    [Fact]
    public async Task a_socket_that_nobody_listens_on_is_told_at_once()
    {
        var attempt = await QmpConnection.ConnectAsync(monitor.Path + ".not", clock, Stop);

        Assert.Equal(QmpErrors.ConnectFailed, attempt.Error.Code);
    }

    [Fact]
    public async Task a_connection_may_be_made_before_anybody_takes_it()
    {
        var connecting = QmpConnection.ConnectAsync(monitor.Path, clock, Stop);

        await monitor.GreetAsync(Stop);

        await using var connection = (await connecting).Value;
        Assert.Equal("7.2.22", connection.Version.ToString());
    }

    [Fact]
    public async Task a_monitor_that_ends_before_it_greets_is_lost()
    {
        var connecting = QmpConnection.ConnectAsync(monitor.Path, clock, Stop);

        monitor.Die();

        Assert.Equal(QmpErrors.Lost, (await connecting).Error.Code);
    }

    [Fact]
    public async Task a_monitor_that_never_greets_is_late()
    {
        var connecting = QmpConnection.ConnectAsync(monitor.Path, clock, Stop);
        await monitor.AcceptAsync(Stop);

        clock.Advance(QmpLimits.Greeting + TimeSpan.FromSeconds(1));

        Assert.Equal(QmpErrors.Late, (await connecting).Error.Code);
    }

    [Fact]
    public async Task a_command_goes_out_as_one_line_with_its_arguments()
    {
        await using var connection = await ConnectAsync();

        var saving = connection.ExecuteAsync(QmpCommands.SaveDevices, new SaveDevicesArguments("/dev/fdset/9", Live: false), Stop);
        var (_, id, line) = await monitor.ReadAsync(Stop);
        await monitor.SayAsync($"{{\"return\": {{}}, \"id\": {id}}}\r\n", Stop);

        Assert.True((await saving).IsSuccess);
        Assert.Equal($$"""{"execute":"xen-save-devices-state","arguments":{"filename":"/dev/fdset/9","live":false},"id":{{id}}}""", line);
    }

    [Fact]
    public async Task answers_find_their_commands_in_any_order()
    {
        await using var connection = await ConnectAsync();
        var status = connection.ExecuteAsync(QmpCommands.QueryStatus, Stop);
        var stop = connection.ExecuteAsync(QmpCommands.Stop, Stop);
        var first = await monitor.ReadAsync(Stop);
        var second = await monitor.ReadAsync(Stop);

        await monitor.SayAsync($"{{\"error\": {{\"class\": \"GenericError\", \"desc\": \"not now\"}}, \"id\": {second.Id}}}\n", Stop);
        await monitor.SayAsync($"{{\"return\": {{\"running\": true, \"status\": \"running\", \"new\": 1}}, \"id\": {first.Id}}}\n", Stop);

        Assert.Equal(new StatusReturn(true, "running"), (await status).Value);
        Assert.Equal(QmpErrors.Refused, (await stop).Error.Code);
        Assert.Equal("stop: not now", (await stop).Error.Message);
    }

    [Fact]
    public async Task a_late_answer_is_given_up_and_hurts_no_later_command()
    {
        await using var connection = await ConnectAsync();
        var late = connection.ExecuteAsync(QmpCommands.QueryStatus, Stop);
        var asked = await monitor.ReadAsync(Stop);

        clock.Advance(QmpCommands.QueryStatus.Longest + TimeSpan.FromSeconds(1));
        Assert.Equal(QmpErrors.Late, (await late).Error.Code);

        await monitor.SayAsync($"{{\"return\": {{}}, \"id\": {asked.Id}}}\n", Stop);
        var next = connection.ExecuteAsync(QmpCommands.Continue, Stop);
        _ = await monitor.AnswerAsync("{}", Stop);
        Assert.True((await next).IsSuccess);
    }

    [Fact]
    public async Task a_lost_socket_answers_every_command_now_and_later()
    {
        await using var connection = await ConnectAsync();
        var first = connection.ExecuteAsync(QmpCommands.Stop, Stop);
        var second = connection.ExecuteAsync(QmpCommands.QueryStatus, Stop);
        _ = await monitor.ReadAsync(Stop);

        monitor.Hang();

        Assert.Equal(QmpErrors.Lost, (await first).Error.Code);
        Assert.Equal(QmpErrors.Lost, (await second).Error.Code);
        Assert.Equal(QmpErrors.Lost, (await connection.ExecuteAsync(QmpCommands.QueryStatus, Stop)).Error.Code);
        Assert.False(await connection.Events.WaitToReadAsync(Stop));
    }

    [Fact]
    public async Task a_cancelled_command_leaves_the_connection_whole()
    {
        await using var connection = await ConnectAsync();
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var given = connection.ExecuteAsync(QmpCommands.QueryStatus, impatience.Token);
        _ = await monitor.ReadAsync(Stop);

        await impatience.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        var next = connection.ExecuteAsync(QmpCommands.Continue, Stop);
        _ = await monitor.AnswerAsync("{}", Stop);
        Assert.True((await next).IsSuccess);
    }

    [Fact]
    public async Task an_answer_of_the_wrong_shape_is_malformed_and_the_connection_goes_on()
    {
        await using var connection = await ConnectAsync();

        var status = connection.ExecuteAsync(QmpCommands.QueryStatus, Stop);
        _ = await monitor.AnswerAsync("[1, 2]", Stop);
        Assert.Equal(QmpErrors.Malformed, (await status).Error.Code);

        var next = connection.ExecuteAsync(QmpCommands.Continue, Stop);
        _ = await monitor.AnswerAsync("{}", Stop);
        Assert.True((await next).IsSuccess);
    }

    [Theory]
    [InlineData("nonsense\n")]
    [InlineData("{\"return\": {}, \"id\": 4711}\n")]
    [InlineData("{\"return\": {}, \"id\": -1}\n")]
    [InlineData(FakeMonitor.Greeting + "\n")]
    public async Task nonsense_closes_the_connection(string line)
    {
        await using var connection = await ConnectAsync();
        var status = connection.ExecuteAsync(QmpCommands.QueryStatus, Stop);
        _ = await monitor.ReadAsync(Stop);

        await monitor.SayAsync(line, Stop);

        Assert.Equal(QmpErrors.Malformed, (await status).Error.Code);
    }

    [Fact]
    public async Task a_line_without_end_closes_the_connection()
    {
        await using var connection = await ConnectAsync();
        var status = connection.ExecuteAsync(QmpCommands.QueryStatus, Stop);
        _ = await monitor.ReadAsync(Stop);

        var saying = monitor.SayAsync(new string('x', QmpLimits.LongestLine + 1), Stop);

        Assert.Equal(QmpErrors.Malformed, (await status).Error.Code);
        await saying;
    }

    [Fact]
    public async Task the_longest_line_that_is_allowed_is_read()
    {
        await using var connection = await ConnectAsync();
        const string Head = "{\"event\": \"LONG\", \"data\": {\"x\": \"";
        const string Tail = "\"}}\n";

        await monitor.SayAsync(Head + new string('x', QmpLimits.LongestLine - Head.Length - Tail.Length) + Tail, Stop);

        Assert.Equal("LONG", (await connection.Events.ReadAsync(Stop)).Name);
    }

    [Fact]
    public async Task a_flood_of_events_keeps_the_newest_and_delays_no_answer()
    {
        await using var connection = await ConnectAsync();
        var flood = new StringBuilder();
        for (var i = 0; i < QmpLimits.EventsKept * 10; i++) _ = flood.Append("{\"event\": \"E").Append(i).Append("\"}\n");
        await monitor.SayAsync(flood.ToString(), Stop);

        var status = connection.ExecuteAsync(QmpCommands.Continue, Stop);
        _ = await monitor.AnswerAsync("{}", Stop);

        Assert.True((await status).IsSuccess);
        Assert.Equal($"E{QmpLimits.EventsKept * 9}", (await connection.Events.ReadAsync(Stop)).Name);
    }

    [Theory]
    [InlineData("{\"event\": \"RTC_CHANGE\"}\n")]
    [InlineData("{\"return\": {}, \"id\": 1}\n")]
    public async Task a_monitor_that_never_stops_talking_is_hung_up_on(string line)
    {
        await using var connection = await ConnectAsync();
        var status = connection.ExecuteAsync(QmpCommands.QueryStatus, Stop);

        var taken = await FloodAsync(line);

        Assert.Equal(QmpErrors.Malformed, (await status).Error.Code);
        Assert.True(connection.IsLost);
        output.WriteLine($"{taken / 1024.0:N0} KiB left the monitor before it was hung up on");
    }

    [Fact]
    public async Task a_monitor_that_greets_and_then_never_stops_talking_makes_no_connection()
    {
        var connecting = QmpConnection.ConnectAsync(monitor.Path, clock, Stop);
        await monitor.AcceptAsync(Stop);
        await monitor.SayAsync(FakeMonitor.Greeting + "\n", Stop);

        _ = await FloodAsync("{\"event\": \"RTC_CHANGE\"}\n");

        Assert.Equal(QmpErrors.Malformed, (await connecting).Error.Code);
    }

    [Fact]
    public async Task a_talkative_monitor_is_forgiven_every_second()
    {
        await using var connection = await ConnectAsync();
        for (var second = 0; second < 3; second++)
        {
            await monitor.SayAsync(string.Concat(Enumerable.Repeat("{\"event\": \"RTC_CHANGE\"}\n", QmpLimits.MostUnaskedPerSecond - 1)), Stop);
            var answered = connection.ExecuteAsync(QmpCommands.Continue, Stop);
            _ = await monitor.AnswerAsync("{}", Stop);
            Assert.True((await answered).IsSuccess);
            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task qemus_words_are_cut_and_cannot_write_to_the_operators_terminal()
    {
        await using var connection = await ConnectAsync();
        var stop = connection.ExecuteAsync(QmpCommands.Stop, Stop);
        var (_, id, _) = await monitor.ReadAsync(Stop);

        await monitor.SayAsync($"{{\"error\": {{\"class\": \"GenericError\", \"desc\": \"\\u001b[2J{new string('x', 60_000)}\"}}, \"id\": {id}}}\n", Stop);

        var message = (await stop).Error.Message;
        Assert.StartsWith("stop: \\u{1b}[2Jxxx", message, StringComparison.Ordinal);
        Assert.True(message.Length < 2 * QmpLimits.LongestWords);
    }

    [Fact]
    public async Task lines_arrive_whole_however_they_are_cut() => await Gen.Int[1, 40].Array[1, 30].SampleAsync(async cuts =>
    {
        using var cutting = new FakeMonitor();
        var connecting = QmpConnection.ConnectAsync(cutting.Path, clock, Stop);
        await cutting.GreetAsync(Stop);
        await using var connection = (await connecting).Value;

        var bytes = Encoding.UTF8.GetBytes(string.Concat(cuts.Select((_, i) => $"{{\"event\": \"E{i}\"}}\r\n")));
        for (int at = 0, i = 0; at < bytes.Length; at += cuts[i % cuts.Length], i++)
            await cutting.SayAsync(bytes.AsMemory(at, Math.Min(cuts[i % cuts.Length], bytes.Length - at)), Stop);

        for (var i = 0; i < cuts.Length; i++)
            if ((await connection.Events.ReadAsync(Stop)).Name != $"E{i}") return false;
        return true;
    }, iter: 50);

    [Fact]
    public async Task random_bytes_end_in_an_error_never_in_a_hang() => await Gen.Byte.Array[1, 2000].SampleAsync(async bytes =>
    {
        using var hostile = new FakeMonitor();
        var connecting = QmpConnection.ConnectAsync(hostile.Path, clock, Stop);
        await hostile.AcceptAsync(Stop);
        await hostile.SayAsync(bytes, Stop);
        hostile.Hang();
        return (await connecting).TryGetError(out var error) && (error.Code == QmpErrors.Malformed || error.Code == QmpErrors.Lost);
    }, iter: 200);

    /// <summary>Says a line again and again until nobody takes it; gives up far beyond what the two ends' buffers hold.</summary>
    private async Task<long> FloodAsync(string line)
    {
        const long Most = 64L << 20;
        var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 1_000)));
        var taken = 0L;
        while (taken < Most && await monitor.TrySayAsync(piece, Stop)) taken += piece.Length;
        Assert.True(taken < Most, $"{taken} bytes were taken");
        return taken;
    }

    private async Task<QmpConnection> ConnectAsync()
    {
        var connecting = QmpConnection.ConnectAsync(monitor.Path, clock, Stop);
        await monitor.GreetAsync(Stop);
        return (await connecting).Value;
    }
}
