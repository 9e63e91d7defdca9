using System.Text;

namespace Lobsterd.Cli.Copying;

/// <summary>What a guest's command writes on its standard error: the first bytes are kept, the rest is dropped.</summary>
internal sealed class Complaint : Stream
{
    private const int MostBytes = 4 << 10;

    private readonly byte[] kept = new byte[MostBytes];
    private int length;

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What was kept.</summary>
    internal string Text => Encoding.UTF8.GetString(kept, 0, length).Trim();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var count = Math.Min(buffer.Length, kept.Length - length);
        buffer[..count].CopyTo(kept.AsSpan(length));
        length += count;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
