using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Linux.Trees;

/// <summary>A folder that is being written into, by its descriptor alone.</summary>
internal sealed class TreeFolder : IDisposable
{
    private const int Searchable = 0x1C0;    // rwx for its owner, so that it can be filled whatever its mode will be
    private const int NotFolder = 20;
    private const int Loop = 40;

    private readonly Fd fd;
    private readonly int? modeAtEnd;

    private TreeFolder(Fd fd, int? modeAtEnd) => (this.fd, this.modeAtEnd) = (fd, modeAtEnd);

    /// <summary>The folder that a tree goes into; its mode is not touched.</summary>
    internal static TreeFolder Adopt(Fd fd) => new(fd, null);

    /// <summary>Makes a folder in this one, or enters the one that is there.</summary>
    /// <error code="tree.target.refused">Something else has that name: a file, a link.</error>
    /// <error code="tree.act.failed">The kernel refused.</error>
    internal Result<TreeFolder, LobsterError> Enter(string name, int mode)
    {
        var isNew = FileCalls.MakeFolder(fd, name, Searchable) == 0;
        if (!isNew && Errno.LastNumber != Errno.Exists) return Failed(name);
        var entered = Fd.Adopt(FileCalls.Open(fd, name, FileCalls.Folder | FileCalls.NoFollow | FileCalls.CloseOnExec, 0));
        if (!entered.IsInvalid) return new TreeFolder(entered, isNew ? mode : null);
        return Errno.LastNumber is NotFolder or Loop ? InTheWay(name) : Failed(name);
    }

    /// <summary>Begins a file; what has its name stays until it is whole.</summary>
    /// <error code="tree.target.refused">A folder or a device has that name.</error>
    /// <error code="tree.act.failed">The kernel refused.</error>
    internal Result<TreeFile, LobsterError> Create(string name, int mode)
    {
        if (CheckPlace(name).TryGetError(out var taken)) return taken;
        var temporary = $".{Guid.NewGuid():N}.part";
        const int Flags = FileCalls.WriteOnly | FileCalls.Create | FileCalls.Exclusive | FileCalls.NoFollow | FileCalls.CloseOnExec;
        var file = Fd.Adopt(FileCalls.Open(fd, temporary, Flags, TreeFile.ModeWhileWritten));
        return file.IsInvalid ? Failed(name) : new TreeFile(fd, file, temporary, name, mode);
    }

    /// <summary>Gives a folder that was made here its mode: the last act in it.</summary>
    /// <error code="tree.act.failed">The kernel refused.</error>
    internal UnitResult<LobsterError> Finish() =>
        modeAtEnd is { } mode && FileCalls.ChangeMode(fd, (uint)mode) < 0 ? Failed("a folder's mode") : UnitResult.Success<LobsterError>();

    /// <inheritdoc/>
    public void Dispose() => fd.Dispose();

    internal static LobsterError Failed(string name) => Errno.Last(TreeErrors.Failed, PlainText.Of(name, 200));

    // A rename over a device or a pipe would take it away.
    private UnitResult<LobsterError> CheckPlace(string name)
    {
        if (FileStat.Of(fd, name).TryGetError(out var error, out var there))
            return error.Code == FileErrors.Missing ? UnitResult.Success<LobsterError>() : new LobsterError(TreeErrors.Failed, error.Message);
        return there.Type is FileKind.File or FileKind.SymbolicLink ? UnitResult.Success<LobsterError>() : InTheWay(name);
    }

    private static LobsterError InTheWay(string name) =>
        new(TreeErrors.TargetRefused, $"{PlainText.Of(name, 200)} is there already and is something else", "move it away, or name another target");
}
