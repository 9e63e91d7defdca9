using System.Text;

namespace Lobsterd.Cli.Client;

/// <summary>A stream that can also be read line by line, each of a bounded length.</summary>
internal sealed class WireStream(Stream inner) : Stream
{
    private readonly byte[] buffer = new byte[16 << 10];
    private int start;
    private int end;

    public override bool CanRead => true;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The next line without its end; null when there is none any more.</summary>
    /// <exception cref="InvalidDataException">It is longer than <paramref name="most"/> bytes.</exception>
    internal async ValueTask<string?> ReadLineAsync(int most, CancellationToken cancellationToken)
    {
        using var line = new MemoryStream();
        while (true)
        {
            if (start == end && !await FillAsync(cancellationToken)) return line.Length == 0 ? null : Text(line);
            var feed = Array.IndexOf(buffer, (byte)'\n', start, end - start);
            var length = (feed < 0 ? end : feed) - start;
            if (line.Length + length > most) throw new InvalidDataException($"a line is longer than {most} bytes");
            line.Write(buffer, start, length);
            start += length;
            if (feed < 0) continue;
            start++;
            return Text(line);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        if (start == end && (destination.Length >= buffer.Length || !await FillAsync(cancellationToken)))
            return destination.Length >= buffer.Length ? await inner.ReadAsync(destination, cancellationToken) : 0;
        var count = Math.Min(destination.Length, end - start);
        buffer.AsMemory(start, count).CopyTo(destination);
        start += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(source, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private static string Text(MemoryStream line)
    {
        var bytes = line.GetBuffer().AsSpan(0, (int)line.Length);
        return Encoding.UTF8.GetString(bytes.EndsWith("\r"u8) ? bytes[..^1] : bytes);
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        (start, end) = (0, 0);
        end = await inner.ReadAsync(buffer, cancellationToken);
        return end > 0;
    }
}
