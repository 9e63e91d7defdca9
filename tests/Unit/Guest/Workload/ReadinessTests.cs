using System.Net;
using System.Net.Sockets;
using Lobsterd.Guest.Logs;
using Lobsterd.Guest.Workload;
using Lobsterd.Tests.Unit.Guest.Agent;
using Lobsterd.Tests.Unit.Guest.Loop;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Workload;

public sealed class ReadinessTests : IAsyncLifetime
{
    private readonly LoopThread loop = new();
    private readonly Supervisor supervisor;

    public ReadinessTests()
    {
        var log = new LogRing(1 << 20, loop.Loop.Clock);
        supervisor = new Supervisor(new ScriptStarter(loop.Loop, log, "exec sleep 60"), log, loop.Loop.Clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Assert.True((await loop.RunAsync(() =>
    {
        supervisor.Take(AgentRig.Claim);
        return supervisor.StartAsync(Token);
    })).IsSuccess);

    public async ValueTask DisposeAsync()
    {
        await loop.RunAsync(async () => await supervisor.DisposeAsync());
        await loop.DisposeAsync();
    }

    [Fact]
    public async Task a_port_that_opens_later_ends_the_wait()
    {
        using var socket = Bound();
        var waiting = loop.RunAsync(() => new ReadinessWait(supervisor, loop.Loop.Clock).RunAsync(ProbeOf(socket), TimeSpan.FromSeconds(20), Token));
        Assert.False(await loop.RunAsync(() => ProbeOf(socket).AnswersAsync(Token)));
        socket.Listen();

        Assert.True((await waiting).IsSuccess);
    }

    [Fact]
    public async Task a_port_that_stays_closed_is_told_when_the_time_is_over()
    {
        using var socket = Bound();
        var waited = await loop.RunAsync(() => new ReadinessWait(supervisor, loop.Loop.Clock).RunAsync(ProbeOf(socket), TimeSpan.FromMilliseconds(20), Token));

        Assert.Equal(WorkloadErrors.Silent, waited.Error.Code);
    }

    [Fact]
    public async Task a_workload_that_is_stopped_ends_the_wait()
    {
        using var socket = Bound();
        var waiting = loop.RunAsync(() => new ReadinessWait(supervisor, loop.Loop.Clock).RunAsync(ProbeOf(socket), TimeSpan.FromSeconds(20), Token));
        await loop.RunAsync(() => supervisor.StopAsync(Token));

        Assert.Equal(WorkloadErrors.NotStarted, (await waiting).Error.Code);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", true)]
    [InlineData("HTTP/1.0 302 Found\r\n\r\n", true)]
    [InlineData("HTTP/1.1 503 Not yet\r\n\r\n", false)]
    [InlineData("HTTP/1.1 2", false)]
    [InlineData("SSH-2.0-other 200\r\n", false)]
    public async Task a_health_path_is_well_once_it_is_answered_without_an_error(string answer, bool isWell)
    {
        using var socket = Bound();
        socket.Listen();
        var asked = AnswerAsync(socket, answer);

        var answers = await loop.RunAsync(() => ProbeOf(socket, "/health?deep=1").AnswersAsync(Token));

        Assert.Equal(isWell, answers);
        Assert.StartsWith("GET /health?deep=1 HTTP/1.1\r\nHost: ", await asked, StringComparison.Ordinal);
    }

    private static async Task<string> AnswerAsync(Socket socket, string answer)
    {
        using var connection = await socket.AcceptAsync(Token);
        var question = new byte[1_024];
        var count = await connection.ReceiveAsync(question, Token);
        _ = await connection.SendAsync(System.Text.Encoding.ASCII.GetBytes(answer), Token);
        return System.Text.Encoding.ASCII.GetString(question, 0, count);
    }

    private PortProbe ProbeOf(Socket socket, string? healthPath = null) => new(loop.Loop, (IPEndPoint)socket.LocalEndPoint!, healthPath);

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
