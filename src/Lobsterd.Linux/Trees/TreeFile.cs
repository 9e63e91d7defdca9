using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Linux.Trees;

/// <summary>A file that is being written under a name of its own, and gets its real one when it is whole.</summary>
internal sealed class TreeFile(Fd folder, Fd file, string temporary, string name, int mode) : IDisposable
{
    /// <summary>Nobody else reads half a file.</summary>
    internal const uint ModeWhileWritten = 0x180;

    private bool isWhole;

    /// <summary>Adds content.</summary>
    /// <error code="tree.act.failed">No room, or an I/O error.</error>
    internal UnitResult<LobsterError> Write(ReadOnlySpan<byte> bytes) =>
        DurableFile.WriteAll(file, bytes, PlainText.Of(name, 200)).TryGetError(out var error) ? new LobsterError(TreeErrors.Failed, error.Message) : UnitResult.Success<LobsterError>();

    /// <summary>Gives it its mode and its name. A link of that name is replaced, never followed.</summary>
    /// <error code="tree.act.failed">The kernel refused.</error>
    internal UnitResult<LobsterError> Commit()
    {
        if (FileCalls.ChangeMode(file, (uint)mode) < 0 || FileCalls.Rename(folder.Number, temporary, folder.Number, name, 0) < 0) return TreeFolder.Failed(name);
        isWhole = true;
        return UnitResult.Success<LobsterError>();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        if (!isWhole) _ = FileCalls.Unlink(folder, temporary, 0);
    }
}
