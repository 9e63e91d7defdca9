using Lobsterd.Guest.Streams;

namespace Lobsterd.Tests.Unit.Guest.Fuzzing;

/// <summary>A peer that has sent certain bytes, a number at a time, and then hung up; what it was answered is kept.</summary>
internal sealed class ScriptedStream(byte[] sent, int mostAtOnce) : IByteStream
{
    private int at;

    internal MemoryStream Written { get; } = new();

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = Math.Min(Math.Min(buffer.Length, mostAtOnce), sent.Length - at);
        sent.AsMemory(at, count).CopyTo(buffer);
        at += count;
        return ValueTask.FromResult(count);
    }

    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        Written.Write(data.Span);
        return ValueTask.FromResult(true);
    }

    public Task WaitHangUpAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    public Task PartAsync(TimeProvider clock, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => Written.Dispose();
}
