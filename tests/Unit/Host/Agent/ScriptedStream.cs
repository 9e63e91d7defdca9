namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>A connection without a network: says a greeting, and, once a whole line was written to it, an answer in pieces; then it ends.</summary>
internal sealed class ScriptedStream(byte[] greeting, byte[] answer, int pieceBytes, Action closed) : Stream
{
    private byte[] saying = greeting;
    private int said;
    private bool isAsked;
    private bool isClosed;

    /// <summary>The largest piece of memory that a reader offered.</summary>
    internal int LargestBuffer { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        LargestBuffer = Math.Max(LargestBuffer, buffer.Length);
        if (said == saying.Length && isAsked && saying != answer) (saying, said) = (answer, 0);
        var count = Math.Min(Math.Min(pieceBytes, buffer.Length), saying.Length - said);
        saying.AsMemory(said, count).CopyTo(buffer);
        said += count;
        return ValueTask.FromResult(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        isAsked |= buffer.Span.Contains((byte)'\n');
        return ValueTask.CompletedTask;
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (!isClosed) closed();
        isClosed = true;
        base.Dispose(disposing);
    }
}
