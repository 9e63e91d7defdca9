using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Sleep;

/// <summary>Saved states in the tenants' folders: <c>suspended/</c> with memory, devices, passport, and the mark of one that was begun.</summary>
/// <remarks>The folder is the name: it is renamed into place when all of it is on stable storage, and renamed away before any of it is removed.
/// So a power cut never leaves the rest of a state without its mark.</remarks>
public sealed class SleepStore(LobsterdPaths paths) : ISleepStore
{
    private const string Memory = "memory";
    private const string Devices = "state";
    private const string Base = "base";
    private const string Passport = "passport.json";
    private const string Mark = "begun";
    private const string Unfinished = ".new";
    private const string Leaving = ".old";
    private const int LargestPassport = 64 << 10;
    private const int OwnerOnlyFolder = 0x1C0;    // 0700
    private const uint OwnerOnlyFile = 0x180;     // 0600

    /// <inheritdoc/>
    public Result<SnapshotFiles, LobsterError> Begin(VmOwner owner)
    {
        if (Remove(owner).TryGetError(out var error)) return error;
        var folder = FolderOf(owner) + Unfinished;
        return Folder.Ensure(folder, OwnerOnlyFolder).Map(() => FilesIn(folder)).MapError(cause => Failed(owner, cause));
    }

    /// <inheritdoc/>
    public async Task<Result<SleepState, LobsterError>> SealAsync(VmOwner owner, SleepState draft, CancellationToken cancellationToken)
    {
        var (folder, name) = (FolderOf(owner) + Unfinished, FolderOf(owner));
        var files = FilesIn(folder);
        var summed = await Task.WhenAll(
            Task.Run(() => FileSum.Of(files.MemoryPath, cancellationToken), cancellationToken),
            Task.Run(() => FileSum.Of(files.StatePath, cancellationToken), cancellationToken));
        if (summed[0].TryGetError(out var error, out var memory) || summed[1].TryGetError(out error, out var devices)) return Failed(owner, error);

        var whole = draft with { Tenant = owner.Id, Files = [memory, devices] };
        var passport = JsonSerializer.SerializeToUtf8Bytes(StoredSleep.Of(whole), SleepJson.Default.StoredSleep);
        return DurableFile.Replace(Path.Combine(folder, Passport), passport, OwnerOnlyFile)
            .Bind(() => Guard(() => Directory.Move(folder, name)))
            .Bind(() => DurableFile.FlushFolder(paths.TenantOf(owner.Name)))
            .Map(() => whole)
            .MapError(cause => Failed(owner, cause));
    }

    /// <inheritdoc/>
    public Result<SleepState, LobsterError> Find(VmOwner owner)
    {
        var path = Path.Combine(FolderOf(owner), Passport);
        if (!File.Exists(path)) return Missing(owner);
        if (PlainFile.ReadAll(path, LargestPassport).TryGetError(out var unread, out var content)) return Damaged(owner, unread.Message);
        try
        {
            if (JsonSerializer.Deserialize(content, SleepJson.Default.StoredSleep) is not { Schema: StoredSleep.CurrentSchema } stored)
                return Damaged(owner, "its passport is of another form");
            return stored.Tenant == owner.Id ? stored.ToState(IsMarked(owner)) : Missing(owner);
        }
        catch (JsonException)
        {
            return Damaged(owner, "its passport is damaged");
        }
    }

    /// <inheritdoc/>
    public SnapshotFiles FilesOf(VmOwner owner) => FilesIn(FolderOf(owner));

    /// <inheritdoc/>
    public async Task<Result<SnapshotFiles, LobsterError>> CheckAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        if (Find(owner).TryGetError(out var error, out var state)) return error;
        if (state.IsBegun) return new LobsterError(SleepErrors.Begun, $"the saved state of {owner.Name} is spent: its VM has run on from it");
        var folder = FolderOf(owner);
        if (!state.Files.Select(file => file.Name).SequenceEqual([Memory, Devices])) return Damaged(owner, "its passport names other files");
        foreach (var file in state.Files)
        {
            var summed = await Task.Run(() => FileSum.Of(Path.Combine(folder, file.Name), cancellationToken), cancellationToken);
            if (summed.TryGetError(out error, out var found)) return Damaged(owner, error.Message);
            if (found != file) return Damaged(owner, $"{file.Name} is not what was sealed");
        }

        return FilesIn(folder);
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> MarkBegun(VmOwner owner) =>
        !Directory.Exists(FolderOf(owner)) || IsMarked(owner)
            ? UnitResult.Success<LobsterError>()
            : DurableFile.Replace(Path.Combine(FolderOf(owner), Mark), "begun\n"u8, OwnerOnlyFile).MapError(cause => Failed(owner, cause));

    /// <inheritdoc/>
    public UnitResult<LobsterError> Remove(VmOwner owner)
    {
        var (folder, tenant) = (FolderOf(owner), paths.TenantOf(owner.Name));
        if (!Directory.Exists(tenant)) return UnitResult.Success<LobsterError>();
        return Guard(() => Delete(folder + Leaving))
            .Bind(() => Directory.Exists(folder) ? Guard(() => Directory.Move(folder, folder + Leaving)) : UnitResult.Success<LobsterError>())
            .Bind(() => DurableFile.FlushFolder(tenant))
            .Bind(() => Guard(() => Delete(folder + Leaving)))
            .Bind(() => Guard(() => Delete(folder + Unfinished)))
            .MapError(cause => Failed(owner, cause));
    }

    private string FolderOf(VmOwner owner) => paths.SuspendedOf(owner.Name);

    private bool IsMarked(VmOwner owner) => Path.Exists(Path.Combine(FolderOf(owner), Mark));

    private static SnapshotFiles FilesIn(string folder) => new(Path.Combine(folder, Memory), Path.Combine(folder, Devices))
    {
        IsOwn = true,
        BasePath = Path.Combine(folder, Base),
    };

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static UnitResult<LobsterError> Guard(Action act)
    {
        try
        {
            act();
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(SleepErrors.FileFailed, failure.Message);
        }
    }

    private static LobsterError Failed(VmOwner owner, LobsterError cause) =>
        new(SleepErrors.FileFailed, $"the saved state of {owner.Name} could not be kept", Cause: cause);

    private static LobsterError Missing(VmOwner owner) => new(SleepErrors.Missing, $"there is no saved state of {owner.Name}");

    private static LobsterError Damaged(VmOwner owner, string why) => new(SleepErrors.Damaged, $"the saved state of {owner.Name} is damaged: {why}");
}
