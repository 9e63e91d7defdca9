using System.Globalization;

namespace Lobsterd.Cli.Client;

/// <summary>An answer's content: as long as its head says, in chunks, or up to the connection's end (RFC 9112, section 6).</summary>
internal sealed class AnswerBody(WireStream wire, AnswerHead head) : Stream
{
    private const int LongestChunkLine = 256;

    private long left = head.IsChunked ? 0 : head.Length ?? long.MaxValue;
    private bool isFirstChunk = true;
    private bool isOver;

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        if (left == 0 && head.IsChunked && !isOver) await NextChunkAsync(cancellationToken);
        if (left == 0 || isOver) return 0;

        var count = await wire.ReadAsync(destination[..(int)Math.Min(destination.Length, left)], cancellationToken);
        if (count > 0) left -= count;
        else if (head.IsChunked || head.Length is not null) throw new EndOfStreamException("the connection was closed within an answer");
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task NextChunkAsync(CancellationToken cancellationToken)
    {
        if (!isFirstChunk) _ = await LineAsync(cancellationToken);    // the line feed behind the chunk before
        isFirstChunk = false;
        var size = (await LineAsync(cancellationToken)).Split(';')[0].Trim();
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out left) || left < 0)
            throw new InvalidDataException("a chunk's size is no number");
        isOver = left == 0;
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken) =>
        await wire.ReadLineAsync(LongestChunkLine, cancellationToken) ?? throw new EndOfStreamException("the connection was closed within an answer");
}
