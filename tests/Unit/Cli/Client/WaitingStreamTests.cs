using System.Net.Sockets;
using Lobsterd.Cli.Client;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Client;

public sealed class WaitingStreamTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"lob-{Guid.NewGuid():N}.sock");
    private readonly Socket near = NewSocket();
    private readonly Socket far;

    public WaitingStreamTests()
    {
        using var listener = NewSocket();
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        near.Connect(new UnixDomainSocketEndPoint(path));
        far = listener.Accept();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task what_was_sent_is_read_and_then_the_end()
    {
        await using var stream = new WaitingStream(near, TimeSpan.FromMinutes(1));
        await stream.WriteAsync("question"u8.ToArray(), Token);
        var asked = new byte[8];
        Assert.Equal(8, far.Receive(asked));
        Assert.Equal("question"u8.ToArray(), asked);

        _ = far.Send("answer"u8);
        far.Shutdown(SocketShutdown.Send);

        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, Token);
        Assert.Equal("answer"u8.ToArray(), answer.ToArray());
    }

    [Fact]
    public async Task silence_ends_with_the_patience()
    {
        await using var stream = new WaitingStream(near, TimeSpan.FromMilliseconds(20));

        _ = await Assert.ThrowsAsync<TimeoutException>(async () => _ = await stream.ReadAsync(new byte[1], Token));
    }

    [Fact]
    public async Task a_wait_that_is_given_up_ends()
    {
        await using var stream = new WaitingStream(near, TimeSpan.FromMinutes(1));
        using var stop = new CancellationTokenSource();
        var waiting = Task.Run(async () => await stream.ReadAsync(new byte[1], stop.Token), Token);

        await stop.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    public void Dispose()
    {
        near.Dispose();
        far.Dispose();
        File.Delete(path);
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
