using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Templates;
using Lobsterd.Host.Images;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Templates;

/// <summary>Templates on disk: a folder each, named by key; while one is made its folder ends in <c>.new</c>.</summary>
public sealed class TemplateStore(LobsterdPaths paths) : ITemplates
{
    private const string Memory = "memory";
    private const string State = "state";
    private const string Overlay = "overlay.ext4";
    private const string Passport = "passport.json";
    private const string Unfinished = ".new";
    private const int LargestPassport = 64 << 10;
    private const int PassableFolder = 0x1C9;    // 0711: a jailer passes through it, and nobody looks
    private const int OwnerOnlyFile = 0x180;
    private const uint ReadOnlyMode = 0x124;

    /// <inheritdoc/>
    public Result<IReadOnlyList<Template>, LobsterError> List() => Guard<IReadOnlyList<Template>>(() =>
        Directory.Exists(paths.Templates)
            ?
            [
                .. Directory.EnumerateDirectories(paths.Templates).Select(folder => Path.GetFileName(folder)).Where(ContentHash.IsHash)
                    .Select(Read).Where(found => found.IsSuccess).Select(found => found.Value)
                    .OrderByDescending(template => template.MadeAt).ThenBy(template => template.Key, StringComparer.Ordinal),
            ]
            : []);

    /// <inheritdoc/>
    public Result<Template, LobsterError> Find(string key)
    {
        if (ContentHash.IsHash(key)) return Read(key);
        if (!ContentHash.IsPrefix(key))
            return new LobsterError(TemplateErrors.KeyInvalid, $"'{PlainText.Of(key, 80)}' is not {ContentHash.ShortestPrefix} or more digits of a template's key");
        if (List().TryGetError(out var error, out var all)) return error;
        var found = all.Where(template => template.Key.StartsWith(key, StringComparison.Ordinal)).Take(2).ToList();
        return found.Count == 1 ? found[0] : Unknown(key);
    }

    /// <inheritdoc/>
    public TemplateFiles FilesOf(string key) => FilesIn(FolderOf(key));

    /// <inheritdoc/>
    public Result<TemplateFiles, LobsterError> Begin(string key)
    {
        // One is made at a time, so any other that is unfinished was left by a power cut.
        var folder = FolderOf(key) + Unfinished;
        if (Guard(() => Directory.Exists(paths.Templates) ? Directory.GetDirectories(paths.Templates, '*' + Unfinished) : []).TryGetError(out var error, out var left)) return error;
        foreach (var unfinished in left)
            if (RemoveFolder(unfinished).TryGetError(out error)) return error;
        return Folder.Ensure(paths.Templates, PassableFolder)
            .Bind(() => Folder.Ensure(folder, PassableFolder))
            .Map(() => FilesIn(folder))
            .MapError(cause => Failed(key, cause));
    }

    /// <inheritdoc/>
    public async Task<Result<Template, LobsterError>> SealAsync(Template draft, string overlay, CancellationToken cancellationToken)
    {
        var folder = FolderOf(draft.Key) + Unfinished;
        var files = FilesIn(folder);
        if (CopyDisk(overlay, files.OverlayPath).TryGetError(out var error)) return Failed(draft.Key, error);
        try
        {
            var written = new List<TemplateFile>();
            foreach (var path in (string[])[files.Snapshot.MemoryPath, files.Snapshot.StatePath, files.OverlayPath])
            {
                if ((await SealedFile.SealAsync(path, cancellationToken)).TryGetError(out error, out var file)) return Failed(draft.Key, error);
                written.Add(file);
            }

            var whole = draft with { Files = written };
            var passport = JsonSerializer.SerializeToUtf8Bytes(StoredTemplate.Of(whole), TemplatesJson.Default.StoredTemplate);
            if (DurableFile.Replace(Path.Combine(folder, Passport), passport, ReadOnlyMode).TryGetError(out error)) return Failed(draft.Key, error);
            if (RemoveFolder(FolderOf(draft.Key)).TryGetError(out error)) return error;
            Directory.Move(folder, FolderOf(draft.Key));
            return DurableFile.FlushFolder(paths.Templates).Map(() => whole).MapError(cause => Failed(draft.Key, cause));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Failed(draft.Key, new LobsterError(TemplateErrors.FileFailed, failure.Message));
        }
    }

    /// <inheritdoc/>
    public async Task<Result<Template, LobsterError>> VerifyAsync(string key, CancellationToken cancellationToken)
    {
        if (Find(key).TryGetError(out var error, out var template)) return error;
        foreach (var file in template.Files)
        {
            var path = Path.Combine(FolderOf(template.Key), file.Name);
            try
            {
                string? hash = null;
                var isWhole = SealedFile.IsWhole(FolderOf(template.Key), file);
                if (isWhole && (await SealedFile.HashAsync(path, cancellationToken)).TryGetError(out error, out hash)) return Damaged(template.Key, error.FullMessage);
                if (!isWhole || hash != file.Sha256)
                    return Damaged(template.Key, $"{file.Name} is not what was sealed");
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return Damaged(template.Key, failure.Message);
            }
        }

        return template;
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> Remove(string key) =>
        !ContentHash.IsHash(key)
            ? new LobsterError(TemplateErrors.KeyInvalid, "a template is removed by its whole key")
            : RemoveFolder(FolderOf(key) + Unfinished)
                .Bind(() => RemoveFolder(FolderOf(key)))
                .Bind(() => Directory.Exists(paths.Templates) ? DurableFile.FlushFolder(paths.Templates) : UnitResult.Success<LobsterError>());

    private string FolderOf(string key) => Path.Combine(paths.Templates, key);

    private static TemplateFiles FilesIn(string folder) =>
        new(new SnapshotFiles(Path.Combine(folder, Memory), Path.Combine(folder, State)), Path.Combine(folder, Overlay));

    private Result<Template, LobsterError> Read(string key)
    {
        var path = Path.Combine(FolderOf(key), Passport);
        if (!File.Exists(path)) return Unknown(key);
        if (PlainFile.ReadAll(path, LargestPassport).TryGetError(out var unread, out var content)) return Damaged(key, unread.Message);
        try
        {
            var stored = JsonSerializer.Deserialize(content, TemplatesJson.Default.StoredTemplate);
            if (stored is not { Schema: StoredTemplate.CurrentSchema } || stored.ToTemplate() is not { } template || template.Key != key)
                return Damaged(key, "its passport says something else");
            return template with { IsDamaged = !template.Files.All(sealedFile => SealedFile.IsWhole(FolderOf(key), sealedFile)) };
        }
        catch (JsonException failure)
        {
            return Damaged(key, failure.Message);
        }
    }

    private static UnitResult<LobsterError> CopyDisk(string from, string to)
    {
        if (PlainFile.Open(from, OpenFlags.ReadOnly).TryGetError(out var error, out var source)) return error;
        using (source)
        {
            if (Fd.Open(to, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, OwnerOnlyFile).TryGetError(out error, out var target))
                return error;
            using (target) return SparseFile.CloneOrCopy(source, target).TryGetError(out error, out _) ? error : UnitResult.Success<LobsterError>();
        }
    }

    private static UnitResult<LobsterError> RemoveFolder(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            return UnitResult.Success<LobsterError>();
        }
        catch (DirectoryNotFoundException)
        {
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(TemplateErrors.FileFailed, failure.Message);
        }
    }

    private static Result<T, LobsterError> Guard<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(TemplateErrors.FileFailed, failure.Message);
        }
    }

    private static LobsterError Failed(string key, LobsterError cause) => new(TemplateErrors.FileFailed, $"template {key[..12]} could not be kept", Cause: cause);

    private static LobsterError Unknown(string key) =>
        new(TemplateErrors.Unknown, $"there is no one template {PlainText.Of(key, 80)}", "lobsterd template ls shows those that there are");

    private static LobsterError Damaged(string key, string why) =>
        new(TemplateErrors.Damaged, $"template {key[..12]} is damaged: {why}", $"lobsterd template rm {key[..12]}; the next spawn that misses it makes another");
}
