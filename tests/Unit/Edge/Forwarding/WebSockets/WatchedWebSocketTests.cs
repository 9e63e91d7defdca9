using System.IO.Pipelines;
using Lobsterd.Edge.Forwarding.WebSockets;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Edge.Forwarding.WebSockets;

/// <summary>A WebSocket that carries nothing but pings is closed on time, and one that is used is not.</summary>
public sealed class WatchedWebSocketTests : IAsyncDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);
    private static readonly byte[] Ping = [0x89, 0x00];
    private static readonly byte[] Hello = [0x81, 0x02, 0x68, 0x69];
    private static readonly byte[] GoingAway = [0x88, 0x02, 0x03, 0xE9];

    private readonly FakeTimeProvider clock = new();
    private readonly Pipe fromClient = new();
    private readonly Pipe toClient = new();
    private readonly WatchedWebSocket socket;

    public WatchedWebSocketTests() => socket = new WatchedWebSocket(new TwoWays(fromClient.Reader.AsStream(), toClient.Writer.AsStream()), Silence, clock);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task pings_alone_do_not_keep_it_open()
    {
        for (var part = 0; part < 3; part++)
        {
            await socket.WriteAsync(Ping, Stop);
            await SendAsync(Ping);
            clock.Advance(Silence / 3);
        }

        byte[] expected = [.. Ping, .. Ping, .. Ping, .. GoingAway];
        Assert.Equal(expected, await HearAsync(expected.Length));
        _ = await Assert.ThrowsAsync<IOException>(async () => await socket.ReadExactlyAsync(new byte[16], Stop));
        _ = await Assert.ThrowsAsync<IOException>(async () => await socket.WriteAsync(Hello, Stop));
    }

    [Fact]
    public async Task a_word_of_the_client_keeps_it_open_and_is_remembered()
    {
        clock.Advance(Silence * 0.9);
        await SendAsync(Hello);
        var spoke = socket.SpokeAt;
        clock.Advance(Silence * 0.9);

        Assert.Equal(Silence * 0.9, clock.GetElapsedTime(spoke));
        await socket.WriteAsync(Ping, Stop);
        Assert.Equal(Ping, await HearAsync(Ping.Length));
    }

    [Fact]
    public async Task a_word_of_the_guest_keeps_it_open()
    {
        clock.Advance(Silence * 0.9);
        await socket.WriteAsync(Hello, Stop);
        clock.Advance(Silence * 0.9);
        await socket.WriteAsync(Hello, Stop);

        byte[] expected = [.. Hello, .. Hello];
        Assert.Equal(expected, await HearAsync(expected.Length));
    }

    [Fact]
    public async Task nothing_is_said_in_the_middle_of_a_guests_frame()
    {
        await socket.WriteAsync(Hello.AsMemory(0, 3), Stop);
        clock.Advance(Silence);

        _ = await Assert.ThrowsAsync<IOException>(async () => await socket.ReadExactlyAsync(new byte[16], Stop));
        Assert.Equal(Hello[..3], await HearAsync(3));
        Assert.False(toClient.Reader.TryRead(out _));
    }

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    private async Task SendAsync(byte[] frame)
    {
        _ = await fromClient.Writer.WriteAsync(frame, Stop);
        Assert.Equal(frame.Length, await socket.ReadAsync(new byte[16], Stop));
    }

    private async Task<byte[]> HearAsync(int count)
    {
        var heard = new byte[count];
        await toClient.Reader.AsStream().ReadExactlyAsync(heard, Stop);
        return heard;
    }

    private sealed class TwoWays(Stream reads, Stream writes) : Stream
    {
        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => reads.ReadAsync(buffer, cancellationToken);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await writes.WriteAsync(buffer, cancellationToken);
            await writes.FlushAsync(cancellationToken);
        }

        public override void Flush() => writes.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
