using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Overlay;
using Lobsterd.Linux.Files;

namespace Lobsterd.Guest.ProcessMode;

/// <summary>A folder of the host's in place of a disk: flushing and freezing it would flush and freeze the host's, and are noted instead.</summary>
internal sealed class RecordedOverlay(string root, CallRecord record) : IOverlay
{
    /// <inheritdoc/>
    public (long TotalBytes, long FreeBytes) Space =>
        FileSystemSpace.Of(root).TryGetValue(out var space) ? (space.TotalBytes, space.AvailableBytes) : default;

    /// <inheritdoc/>
    public bool? IsReadOnly => null;

    /// <inheritdoc/>
    public UnitResult<LobsterError> Sync() => Note("sync");

    /// <inheritdoc/>
    public UnitResult<LobsterError> Freeze() => Note("freeze");

    /// <inheritdoc/>
    public UnitResult<LobsterError> Thaw() => Note("thaw");

    private UnitResult<LobsterError> Note(string call)
    {
        record.Note(call, "now");
        return UnitResult.Success<LobsterError>();
    }
}
