using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Linux.Trees;

/// <summary>Sends a file, or a folder and all that is in it, over a stream.</summary>
/// <param name="stream">Where it goes; stays open.</param>
/// <param name="tally">Counts.</param>
public sealed class TreeSender(Stream stream, TreeTally tally)
{
    private readonly TreeWriter writer = new(stream);
    private readonly byte[] buffer = new byte[TreeLimits.MostPieceBytes / 2];

    /// <summary>Sends what a path names; a link at its end is followed, no other is.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="name">What it is called, should the taker want to know.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <error code="tree.path.missing">Nothing is there.</error>
    /// <error code="tree.target.refused">It is neither a file nor a folder.</error>
    /// <error code="tree.act.failed">It cannot be read.</error>
    /// <error code="tree.size.exceeded">It is nested deeper than a stream may be.</error>
    public async Task<UnitResult<LobsterError>> SendAsync(string path, string name, CancellationToken cancellationToken)
    {
        if (FileStat.OfTarget(path).TryGetError(out var error, out var stat))
            return error.Code == FileErrors.Missing ? new LobsterError(TreeErrors.Missing, $"{path} is not there") : new LobsterError(TreeErrors.Failed, error.Message);
        if (stat.Type is not (FileKind.File or FileKind.Folder)) return new LobsterError(TreeErrors.TargetRefused, $"{path} is neither a file nor a folder");

        // The link itself may not be opened; what it leads to may.
        var real = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        await writer.BeginAsync(cancellationToken);
        if (stat.Type == FileKind.Folder)
        {
            if ((await FolderAsync(real, name, stat, stat.Identity.Device, level: 1, cancellationToken)).TryGetError(out error)) return error;
        }
        else if (!await FileAsync(real, name, stat.Mode, cancellationToken))
        {
            return new LobsterError(TreeErrors.Failed, $"{path} cannot be read");
        }

        return await EndAsync(cancellationToken);
    }

    /// <summary>Sends a stream as if it were a file.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="mode">Permission bits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<UnitResult<LobsterError>> SendAsync(Stream content, string name, int mode, CancellationToken cancellationToken)
    {
        await writer.BeginAsync(cancellationToken);
        await writer.EntryAsync(TreeKind.File, mode & TreeLimits.ModeBits, name, cancellationToken);
        await ContentAsync(content, cancellationToken);
        return await EndAsync(cancellationToken);
    }

    private async Task<UnitResult<LobsterError>> FolderAsync(string path, string name, FileStat stat, ulong device, int level, CancellationToken cancellationToken)
    {
        if (level > TreeLimits.MostLevels) return new LobsterError(TreeErrors.TooLarge, $"{name} is deeper than {TreeLimits.MostLevels} levels");

        // By descriptor from here on: whoever else may write here could put a link in a folder's place.
        using var folder = Open(path, stat);
        if (folder is null || ChildrenOf(folder) is not { } children)
        {
            await PassAsync(name, FileKind.Unknown, cancellationToken);
            return UnitResult.Success<LobsterError>();
        }

        await writer.EntryAsync(TreeKind.Folder, stat.Mode & TreeLimits.ModeBits, name, cancellationToken);
        tally.AddFolder();
        using (children)
        {
            while (true)
            {
                if (Next(children).TryGetError(out var unreadable, out var child)) return unreadable;
                if (child is null) break;
                if ((await ChildAsync(child, device, level, cancellationToken)).TryGetError(out unreadable)) return unreadable;
            }
        }

        await writer.EntryAsync(TreeKind.Up, 0, "", cancellationToken);
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>The folder that was looked at; null when it cannot be opened or is another one by now.</summary>
    private static Fd? Open(string path, FileStat stat)
    {
        if (!Fd.Open(path, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow).TryGetValue(out var folder)) return null;
        if (FileStat.Of(folder).TryGetValue(out var opened) && (opened.Identity.Device, opened.Identity.Inode) == (stat.Identity.Device, stat.Identity.Inode)) return folder;
        folder.Dispose();
        return null;
    }

    private static IEnumerator<string>? ChildrenOf(Fd folder)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{folder.Number}")).GetEnumerator();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Result<string?, LobsterError> Next(IEnumerator<string> children)
    {
        try
        {
            return children.MoveNext() ? children.Current : default(string?);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(TreeErrors.Failed, exception.Message);
        }
    }

    private async Task<UnitResult<LobsterError>> ChildAsync(string path, ulong device, int level, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        if (!TreeName.IsSound(name) || !FileStat.Of(path).TryGetValue(out var stat))
        {
            // Gone meanwhile, or a name in no encoding that we know.
            await PassAsync(TreeName.IsSound(name) ? name : "?", FileKind.Unknown, cancellationToken);
            return UnitResult.Success<LobsterError>();
        }

        switch (stat.Type)
        {
            case FileKind.Folder when stat.Identity.Device == device:
                return await FolderAsync(path, name, stat, device, level + 1, cancellationToken);
            case FileKind.File:
                if (!await FileAsync(path, name, stat.Mode, cancellationToken)) await PassAsync(name, FileKind.Unknown, cancellationToken);
                return UnitResult.Success<LobsterError>();
            default:
                await PassAsync(name, stat.Type, cancellationToken);
                return UnitResult.Success<LobsterError>();
        }
    }

    /// <returns>False when it cannot be opened, and nothing was sent.</returns>
    private async Task<bool> FileAsync(string path, string name, int mode, CancellationToken cancellationToken)
    {
        if (!PlainFile.Open(path, OpenFlags.ReadOnly).TryGetValue(out var file)) return false;
        await using var content = new FileStream(file.TakeFileHandle(), FileAccess.Read, bufferSize: 0);
        await writer.EntryAsync(TreeKind.File, mode & TreeLimits.ModeBits, name, cancellationToken);
        await ContentAsync(content, cancellationToken);
        return true;
    }

    private async Task ContentAsync(Stream content, CancellationToken cancellationToken)
    {
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            await writer.PieceAsync(buffer.AsMemory(0, count), cancellationToken);
            _ = tally.AddBytes(count);
        }

        await writer.PieceAsync(default, cancellationToken);
        tally.AddFile();
    }

    private async Task PassAsync(string name, FileKind kind, CancellationToken cancellationToken)
    {
        await writer.EntryAsync(TreeKind.Passed, (int)kind, name, cancellationToken);
        tally.Skip(name, kind);
    }

    private async Task<UnitResult<LobsterError>> EndAsync(CancellationToken cancellationToken)
    {
        await writer.EntryAsync(TreeKind.End, 0, "", cancellationToken);
        await writer.FlushAsync(cancellationToken);
        return UnitResult.Success<LobsterError>();
    }
}
