using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Linux.Trees;

/// <summary>Takes a tree from a stream that is not trusted. See the room's README for what it never does.</summary>
/// <param name="stream">Whence it comes; stays open.</param>
/// <param name="mostBytes">Most content that is taken.</param>
/// <param name="tally">Counts.</param>
public sealed class TreeTaker(Stream stream, long mostBytes, TreeTally tally)
{
    private readonly TreeReader reader = new(stream);
    private readonly byte[] buffer = new byte[TreeLimits.MostPieceBytes];

    /// <summary>Takes the tree into a folder.</summary>
    /// <param name="targetOf">Says where it goes, given what the sender calls it.</param>
    /// <param name="cancellationToken">Gives up; what is whole by then stays.</param>
    /// <error code="tree.stream.garbled">It is no tree.</error>
    /// <error code="tree.stream.cut">It ended too soon.</error>
    /// <error code="tree.size.exceeded">It is larger than allowed.</error>
    /// <error code="tree.target.refused">Something is in the way.</error>
    /// <error code="tree.act.failed">The kernel refused.</error>
    public async Task<UnitResult<LobsterError>> TakeAsync(Func<string, Result<TreeTarget, LobsterError>> targetOf, CancellationToken cancellationToken)
    {
        if ((await reader.NextAsync(cancellationToken)).TryGetError(out var error, out var root)) return error;
        if (root.Kind == TreeKind.Passed)
        {
            Pass(root);
            return await EndAsync(cancellationToken);
        }

        if (targetOf(root.Name).TryGetError(out error, out var target) || target.Open().TryGetError(out error, out var opened)) return error;
        using var place = TreeFolder.Adopt(opened);
        if (root.Kind == TreeKind.Folder) return await FolderAsync(place, root with { Name = target.Name }, cancellationToken);
        return (await FileAsync(place, root with { Name = target.Name }, cancellationToken)).TryGetError(out error) ? error : await EndAsync(cancellationToken);
    }

    /// <summary>Takes a single file, and writes its content elsewhere than into a folder.</summary>
    /// <error code="tree.target.refused">A folder came.</error>
    /// <error code="tree.stream.garbled">It is no tree.</error>
    /// <error code="tree.stream.cut">It ended too soon.</error>
    /// <error code="tree.size.exceeded">It is larger than allowed.</error>
    public async Task<UnitResult<LobsterError>> TakeAsync(Stream content, CancellationToken cancellationToken)
    {
        if ((await reader.NextAsync(cancellationToken)).TryGetError(out var error, out var root)) return error;
        if (root.Kind != TreeKind.File) return new LobsterError(TreeErrors.TargetRefused, "it is no file, and only a file can go to a stream");
        while (!(await PieceAsync(cancellationToken)).TryGetError(out error, out var count) && count > 0)
            await content.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        if (error is not null) return error;
        await content.FlushAsync(cancellationToken);
        tally.AddFile();
        return await EndAsync(cancellationToken);
    }

    private async Task<UnitResult<LobsterError>> FolderAsync(TreeFolder place, TreeEntry root, CancellationToken cancellationToken)
    {
        var entered = new Stack<TreeFolder>();
        try
        {
            if (Enter(place, root, entered).TryGetError(out var error)) return error;
            while (entered.Count > 0)
            {
                if ((await reader.NextAsync(cancellationToken)).TryGetError(out error, out var entry)) return error;
                if (tally.Entries >= TreeLimits.MostEntries) return new LobsterError(TreeErrors.TooLarge, $"it has more than {TreeLimits.MostEntries} entries");
                if ((await EntryAsync(entered, entry, cancellationToken)).TryGetError(out error)) return error;
            }
        }
        finally
        {
            foreach (var folder in entered) folder.Dispose();
        }

        return await EndAsync(cancellationToken);
    }

    private async Task<UnitResult<LobsterError>> EntryAsync(Stack<TreeFolder> entered, TreeEntry entry, CancellationToken cancellationToken)
    {
        switch (entry.Kind)
        {
            case TreeKind.Folder:
                return Enter(entered.Peek(), entry, entered);
            case TreeKind.File:
                return await FileAsync(entered.Peek(), entry, cancellationToken);
            case TreeKind.Up:
                using (var left = entered.Pop()) return left.Finish();
            default:
                Pass(entry);
                return UnitResult.Success<LobsterError>();
        }
    }

    private UnitResult<LobsterError> Enter(TreeFolder place, TreeEntry entry, Stack<TreeFolder> entered)
    {
        if (place.Enter(entry.Name, entry.Mode).TryGetError(out var error, out var folder)) return error;
        entered.Push(folder);
        tally.AddFolder();
        return UnitResult.Success<LobsterError>();
    }

    private async Task<UnitResult<LobsterError>> FileAsync(TreeFolder place, TreeEntry entry, CancellationToken cancellationToken)
    {
        if (place.Create(entry.Name, entry.Mode).TryGetError(out var error, out var file)) return error;
        using (file)
        {
            while (!(await PieceAsync(cancellationToken)).TryGetError(out error, out var count) && count > 0)
                if (file.Write(buffer.AsSpan(0, count)).TryGetError(out error)) return error;
            if (error is not null || file.Commit().TryGetError(out error)) return error;
        }

        tally.AddFile();
        return UnitResult.Success<LobsterError>();
    }

    private async ValueTask<Result<int, LobsterError>> PieceAsync(CancellationToken cancellationToken)
    {
        if ((await reader.ReadAsync(buffer, cancellationToken)).TryGetError(out var error, out var count)) return error;
        return tally.AddBytes(count) <= mostBytes ? count : new LobsterError(TreeErrors.TooLarge, $"it has more than {mostBytes} bytes", "allow more, or copy less");
    }

    private async Task<UnitResult<LobsterError>> EndAsync(CancellationToken cancellationToken)
    {
        if ((await reader.NextAsync(cancellationToken)).TryGetError(out var error, out var end)) return error;
        return end.Kind == TreeKind.End ? UnitResult.Success<LobsterError>() : new LobsterError(TreeErrors.Garbled, "what came is no tree of files: it goes on behind its end");
    }

    private void Pass(TreeEntry entry) => tally.Skip(PlainText.Of(entry.Name, 200), Enum.IsDefined((FileKind)entry.Mode) ? (FileKind)entry.Mode : FileKind.Unknown);
}
