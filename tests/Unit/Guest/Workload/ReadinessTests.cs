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

    private PortProbe ProbeOf(Socket socket) => new(loop.Loop, (IPEndPoint)socket.LocalEndPoint!);

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
