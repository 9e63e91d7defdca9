using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Host.Images.Trees;

/// <summary>A part of a file as a stream of its own. Refuses to end early: a file that became shorter is an error, not less content.</summary>
internal sealed class FileSlice(string path, long offset, long size) : Stream
{
    private readonly SafeFileHandle file = File.OpenHandle(path);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => size;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, size - Position);
        if (wanted <= 0) return 0;
        var count = RandomAccess.Read(file, buffer[..wanted], offset + Position);
        if (count == 0) throw new EndOfStreamException($"{path} became shorter while it was read");
        Position += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Current => Position,
        SeekOrigin.End => size,
        _ => 0,
    };

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
