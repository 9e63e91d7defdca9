using System.Net;
using System.Net.Sockets;
using Lobsterd.Host.Agent;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>What a connection that may wait notices, and when.</summary>
public sealed class PatientStreamTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AWhile = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider clock = new();
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] buffer = new byte[16];
    private SharedTicks ticks = null!;
    private Socket peer = null!;
    private PatientStream stream = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        ticks = new SharedTicks(Interval, clock);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        stream = await ConnectAsync();
        peer = await listener.AcceptAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        peer.Dispose();
        listener.Dispose();
        ticks.Dispose();
    }

    [Fact]
    public async Task without_ticks_it_is_as_any_other()
    {
        await stream.WriteAsync("question"u8.ToArray(), Token);
        Assert.Equal(8, await peer.ReceiveAsync(new byte[16], Token));
        var read = stream.ReadAsync(buffer, Token);

        _ = await peer.SendAsync("answer"u8.ToArray(), Token);

        Assert.Equal(6, await read);
        Assert.Equal("answer"u8, buffer.AsSpan(0, 6));
    }

    [Fact]
    public async Task with_ticks_bytes_wait_for_the_next_one()
    {
        stream.WaitBy(ticks);
        var read = stream.ReadAsync(buffer, Token).AsTask();

        _ = await peer.SendAsync("\n"u8.ToArray(), Token);
        await Task.Delay(AWhile, TimeProvider.System, Token);
        Assert.False(read.IsCompleted);

        clock.Advance(Interval);
        Assert.Equal(1, await read);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task the_end_is_noticed_at_once_and_behind_all_bytes(bool isReset)
    {
        stream.WaitBy(ticks);
        var read = stream.ReadAsync(buffer, Token).AsTask();
        await Task.Delay(AWhile, TimeProvider.System, Token);
        if (isReset) peer.LingerState = new LingerOption(enable: true, seconds: 0);
        else _ = await peer.SendAsync("last"u8.ToArray(), Token);

        peer.Dispose();

        if (isReset)
        {
            _ = await Assert.ThrowsAsync<IOException>(() => read);
            return;
        }

        Assert.Equal(4, await read);
        Assert.Equal(0, await stream.ReadAsync(buffer, Token));
    }

    [Fact]
    public async Task whoever_gives_up_need_not_wait_for_a_tick()
    {
        stream.WaitBy(ticks);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var read = stream.ReadAsync(buffer, stop.Token).AsTask();

        await stop.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task all_that_wait_are_let_go_by_one_tick()
    {
        var first = ticks.NextAsync();
        clock.Advance(Interval / 3);
        var second = ticks.NextAsync();
        Assert.Same(first, second);

        clock.Advance(Interval * 2 / 3);

        await Task.WhenAll(first, second);
        Assert.False(ticks.NextAsync().IsCompleted);
    }

    private async Task<PatientStream> ConnectAsync() =>
        Assert.IsType<PatientStream>((await AgentSocket.ConnectPatientlyAsync((IPEndPoint)listener.LocalEndPoint!, through: null, Token)).Value);
}
