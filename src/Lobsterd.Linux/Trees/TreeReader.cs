using System.Buffers.Binary;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Trees;

/// <summary>Reads a tree from a stream that anybody may have written: every entry is checked before it is handed on.</summary>
internal sealed class TreeReader(Stream stream)
{
    private readonly byte[] head = new byte[TreeLimits.HeadBytes + TreeLimits.MostNameBytes];
    private bool hasBegun;
    private bool hasRoot;
    private int depth;
    private int left;

    /// <summary>The next entry; the file before it must have been read to its end.</summary>
    /// <error code="tree.stream.garbled">It is none, or does not belong there.</error>
    /// <error code="tree.stream.cut">The stream ends.</error>
    /// <error code="tree.size.exceeded">It is deeper than allowed.</error>
    internal async ValueTask<Result<TreeEntry, LobsterError>> NextAsync(CancellationToken cancellationToken)
    {
        if (!hasBegun && (await BeginAsync(cancellationToken)).TryGetError(out var foreign)) return foreign;
        if (!await FillAsync(head.AsMemory(0, TreeLimits.HeadBytes), cancellationToken)) return Cut();
        var (kind, mode, nameBytes) = ((TreeKind)head[0], BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1)), head[3]);
        if (!await FillAsync(head.AsMemory(TreeLimits.HeadBytes, nameBytes), cancellationToken)) return Cut();

        if (kind is TreeKind.End or TreeKind.Up) return nameBytes == 0 ? Place(new TreeEntry(kind, 0, "")) : Garbled("an end has a name");
        return TreeName.Read(head.AsSpan(TreeLimits.HeadBytes, nameBytes)) is { } name
            ? Place(new TreeEntry(kind, mode & TreeLimits.ModeBits, name))
            : Garbled("a name is no single name of a file");
    }

    /// <summary>Some of the file's content.</summary>
    /// <returns>How many bytes; 0 at its end.</returns>
    /// <error code="tree.stream.garbled">A piece is longer than allowed.</error>
    /// <error code="tree.stream.cut">The stream ends.</error>
    internal async ValueTask<Result<int, LobsterError>> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (left == 0)
        {
            if (!await FillAsync(head.AsMemory(0, sizeof(uint)), cancellationToken)) return Cut();
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (length > TreeLimits.MostPieceBytes) return Garbled("a piece of a file is longer than 64 KiB");
            if (length == 0) return 0;
            left = (int)length;
        }

        var count = await stream.ReadAsync(buffer[..Math.Min(buffer.Length, left)], cancellationToken);
        if (count == 0) return Cut();
        left -= count;
        return count;
    }

    private Result<TreeEntry, LobsterError> Place(TreeEntry entry)
    {
        switch (entry.Kind)
        {
            case TreeKind.End when depth == 0 && hasRoot:
                return entry;
            case TreeKind.Up when depth > 0:
                depth--;
                return entry;
            case TreeKind.Folder when depth == TreeLimits.MostLevels:
                return new LobsterError(TreeErrors.TooLarge, $"folders are nested deeper than {TreeLimits.MostLevels} levels");
            case TreeKind.Folder when depth > 0 || !hasRoot:
                hasRoot = true;
                depth++;
                return entry;
            case TreeKind.File or TreeKind.Passed when depth > 0 || !hasRoot:
                hasRoot = true;
                return entry;
            default:
                return Garbled($"an entry of kind {(byte)entry.Kind} does not belong there");
        }
    }

    private async ValueTask<UnitResult<LobsterError>> BeginAsync(CancellationToken cancellationToken)
    {
        hasBegun = true;
        var magic = head.AsMemory(0, TreeLimits.Magic.Length);
        if (!await FillAsync(magic, cancellationToken)) return Cut();
        return magic.Span.SequenceEqual(TreeLimits.Magic) ? UnitResult.Success<LobsterError>() : Garbled("it does not begin as one");
    }

    private async ValueTask<bool> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) == buffer.Length;

    private static LobsterError Garbled(string why) => new(TreeErrors.Garbled, $"what came is no tree of files: {why}");

    private static LobsterError Cut() => new(TreeErrors.Cut, "the stream ended before all of it had come", "what is there by now is whole; copy again for the rest");
}
