using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Snapshots;

/// <summary>Snaps on disk: a folder for each tenant's id, in it one for each snap; while one is made its folder ends in <c>.new</c>.</summary>
public sealed partial class SnapStore(LobsterdPaths paths) : ISnaps
{
    private const int OwnerOnlyFolder = 0x1C0;
    private const int OwnerOnlyFile = 0x180;
    private const int ReadOnlyFile = 0x100;

    private readonly SnapPlaces places = new(paths);

    /// <inheritdoc/>
    public Result<IReadOnlyList<Snap>, LobsterError> List() => GuardResult<IReadOnlyList<Snap>>(() => Sorted(Directory.Exists(places.Root)
        ? Directory.EnumerateDirectories(places.Root).SelectMany(folder => Guid.TryParseExact(Path.GetFileName(folder), "D", out var tenant) ? In(tenant) : [])
        : []));

    /// <inheritdoc/>
    public Result<IReadOnlyList<Snap>, LobsterError> ListOf(Guid tenant) => GuardResult<IReadOnlyList<Snap>>(() => Sorted(In(tenant)));

    /// <inheritdoc/>
    public Result<Snap, LobsterError> Find(Guid tenant, SnapId id)
    {
        var folder = places.Of(tenant, id);
        if (PlainFile.ReadAll(SnapPlaces.ManifestIn(folder), SnapManifest.Largest).TryGetError(out var unread, out var content))
            return Directory.Exists(folder) ? Damaged(id, unread.Message) : Unknown(id);
        if (SnapManifest.Read(content).TryGetError(out var wrong, out var snap)) return Damaged(id, wrong.Message);
        if (snap.Id != id || snap.TenantId != tenant) return Damaged(id, "its manifest is another's");
        return snap with { IsDamaged = !IsWhole(SnapPlaces.DiskIn(folder), snap) };
    }

    /// <inheritdoc/>
    public string DiskOf(Snap snap) => SnapPlaces.DiskIn(places.Of(snap.TenantId, snap.Id));

    /// <inheritdoc/>
    public UnitResult<LobsterError> Remove(Guid tenant, SnapId id) => Guard(() =>
    {
        // Renamed first: one that is removed by halves must not be listed.
        var (whole, unfinished) = (places.Of(tenant, id), places.UnfinishedOf(tenant, id));
        Delete(unfinished);
        if (Directory.Exists(whole)) Directory.Move(whole, unfinished);
        Delete(unfinished);
        return Directory.Exists(places.Of(tenant)) ? DurableFile.FlushFolder(places.Of(tenant)) : UnitResult.Success<LobsterError>();
    });

    /// <inheritdoc/>
    public UnitResult<LobsterError> RemoveAll(Guid tenant) => Guard(() =>
    {
        var folder = places.Of(tenant);
        if (!Directory.Exists(folder)) return UnitResult.Success<LobsterError>();
        foreach (var snap in In(tenant))
            if (Remove(tenant, snap.Id).TryGetError(out var error)) return error;
        Delete(folder);
        return DurableFile.FlushFolder(places.Root);
    });

    /// <inheritdoc/>
    public UnitResult<LobsterError> Sweep() => Guard(() =>
    {
        if (!Directory.Exists(places.Root)) return UnitResult.Success<LobsterError>();
        foreach (var tenant in Directory.GetDirectories(places.Root))
        {
            foreach (var unfinished in Directory.GetDirectories(tenant, '*' + SnapPlaces.Unfinished)) Delete(unfinished);
            if (!Directory.EnumerateFileSystemEntries(tenant).Any()) Directory.Delete(tenant);
        }

        return UnitResult.Success<LobsterError>();
    });

    private IEnumerable<Snap> In(Guid tenant) => Directory.Exists(places.Of(tenant))
        ? Directory.EnumerateDirectories(places.Of(tenant))
            .Select(folder => SnapId.Parse(Path.GetFileName(folder)).Bind(id => Find(tenant, id)))
            .Where(found => found.IsSuccess).Select(found => found.Value)
        : [];

    private static List<Snap> Sorted(IEnumerable<Snap> snaps) => [.. snaps.OrderByDescending(snap => snap.MadeAt).ThenBy(snap => snap.Id.Value, StringComparer.Ordinal)];

    private static bool IsWhole(string path, Snap snap) =>
        FileStat.Of(path).TryGetValue(out var stat) && stat is { Type: FileKind.File, UserId: 0, Mode: ReadOnlyFile } && stat.SizeBytes == snap.DiskBytes;

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
    }

    private static UnitResult<LobsterError> Guard(Func<UnitResult<LobsterError>> act)
    {
        try
        {
            return act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(SnapErrors.FileFailed, failure.Message);
        }
    }

    private static Result<T, LobsterError> GuardResult<T>(Func<Result<T, LobsterError>> act)
    {
        try
        {
            return act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(SnapErrors.FileFailed, failure.Message);
        }
    }

    private static LobsterError Failed(Snap snap, LobsterError cause) => new(SnapErrors.FileFailed, $"snap {snap.Id} of tenant {snap.Tenant} could not be kept", Cause: cause);

    private static LobsterError Unknown(SnapId id) => new(SnapErrors.Unknown, $"there is no snap {id}", "lobsterd snap ls shows those that there are");

    private static LobsterError Damaged(SnapId id, string why) => new(SnapErrors.Damaged, $"snap {id} is damaged: {why}", "it is of no use any more: remove it");
}
