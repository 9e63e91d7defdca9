using Lobsterd.Guest.Gateway.Http;
using Lobsterd.Guest.Streams;

namespace Lobsterd.Guest.Gateway;

/// <summary>Goes once through what a first request goes through. Code that runs for the first time is what costs there, so a gateway that waits for its tenant
/// has it behind it.</summary>
/// <remarks>It opens no port, draws no random byte and knows of no tenant: whatever it leaves in memory, every tenant of the template has it.</remarks>
internal sealed class Rehearsal : IByteStream
{
    private static readonly byte[] Question = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nConnection: close\r\n\r\n"u8.ToArray();

    private bool isAsked;

    private Rehearsal()
    {
    }

    /// <summary>Plays it.</summary>
    internal static Task RunAsync(TimeProvider clock)
    {
        var nobody = new GatewaySettings("nobody", "", 0, "/", CounterFile: null);
        return new HttpConnection(new Rehearsal(), clock).RunAsync(GatewayProgram.RoutesOf(nobody, clock, instance: "").AnswerAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (isAsked) return ValueTask.FromResult(0);
        isAsked = true;
        Question.CopyTo(buffer);
        return ValueTask.FromResult(Question.Length);
    }

    /// <inheritdoc/>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <inheritdoc/>
    public Task WaitHangUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task PartAsync(TimeProvider clock, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
