using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Recipes;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Images;

/// <summary>The files of the image store: <c>HASH.squashfs</c> and <c>HASH.json</c>, both root's and 0444, and one folder for each build under way.</summary>
/// <param name="folder">Absolute path.</param>
internal sealed class ImageShelf(string folder)
{
    private const string Extension = ".squashfs";
    private const string BuildPrefix = ".build-";
    private const int LargestManifest = 64 << 10;
    private const uint ReadOnlyMode = 0x124;
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Absolute path of an image's squashfs.</summary>
    public string FileOf(string hash) => Path.Combine(folder, hash + Extension);

    /// <summary>All manifests that can be read, in no order.</summary>
    /// <error code="image.file.failed">The folder could not be read.</error>
    public Result<IReadOnlyList<ImageManifest>, LobsterError> ReadAll() => Guard<IReadOnlyList<ImageManifest>>(() =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.json").Select(path => Read(Path.GetFileNameWithoutExtension(path))).Where(found => found.IsSuccess).Select(found => found.Value)]
            : []);

    /// <summary>The hashes in the store that begin with some digits, their manifests being readable or not.</summary>
    /// <error code="image.file.failed">The folder could not be read.</error>
    public Result<IReadOnlyList<string>, LobsterError> HashesWith(string prefix) => Guard<IReadOnlyList<string>>(() =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder, prefix + "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Where(ContentHash.IsHash)] : []);

    /// <summary>One manifest.</summary>
    /// <param name="hash">A whole hash.</param>
    /// <error code="image.name.unknown">There is none.</error>
    /// <error code="image.store.damaged">It does not read as one.</error>
    /// <error code="image.file.failed">It could not be read.</error>
    public Result<ImageManifest, LobsterError> Read(string hash)
    {
        if (!ContentHash.IsHash(hash)) return Unknown(hash);
        var path = ManifestOf(hash);
        return Guard<byte[]?>(() => File.Exists(path) ? new FileInfo(path).Length <= LargestManifest ? File.ReadAllBytes(path) : [] : null)
            .Bind(bytes => bytes is null ? Unknown(hash) : Parse(bytes, hash));
    }

    /// <summary>Whether an image's file is missing or has another size than it was built with; costs one look, no reading.</summary>
    public bool IsDamaged(ImageManifest manifest) => new FileInfo(FileOf(manifest.Hash)) is not { Exists: true } file || file.Length != manifest.SizeBytes;

    /// <summary>Makes a folder for a build, and removes what builds that were cut short have left.</summary>
    /// <error code="image.file.failed">It could not be made.</error>
    public Result<string, LobsterError> OpenBuild() => Guard(() =>
    {
        _ = Directory.CreateDirectory(folder);
        foreach (var left in Directory.GetDirectories(folder, BuildPrefix + "*")) Directory.Delete(left, recursive: true);
        foreach (var left in Directory.GetFiles(folder, '*' + Extension))
            if (!File.Exists(Path.ChangeExtension(left, ".json"))) File.Delete(left);
        return Directory.CreateDirectory(Path.Combine(folder, BuildPrefix + Path.GetRandomFileName())).FullName;
    });

    /// <summary>Removes the folder of a build. What cannot be removed goes with the next build.</summary>
    public static void CloseBuild(string build) => _ = Guard(() =>
    {
        if (Directory.Exists(build)) Directory.Delete(build, recursive: true);
        return build;
    });

    /// <summary>Takes a finished image in, durably. One that is there already is replaced by the same bytes.</summary>
    /// <param name="file">Absolute path of the squashfs, on the same file system.</param>
    /// <param name="manifest">What it is.</param>
    /// <error code="image.file.failed">A file could not be written.</error>
    public UnitResult<LobsterError> Add(string file, ImageManifest manifest) =>
        Guard(() =>
        {
            File.SetUnixFileMode(file, ReadOnly);
            using (var written = File.OpenHandle(file)) RandomAccess.FlushToDisk(written);
            File.Move(file, FileOf(manifest.Hash), overwrite: true);
            return manifest;
        }).Bind(Write);

    /// <summary>Writes a manifest, durably; its image is there.</summary>
    /// <error code="image.file.failed">It could not be written.</error>
    public UnitResult<LobsterError> Write(ImageManifest manifest) =>
        DurableFile.Replace(ManifestOf(manifest.Hash), JsonSerializer.SerializeToUtf8Bytes(manifest, ImagesJson.Default.ImageManifest), ReadOnlyMode)
            .MapError(cause => new LobsterError(ImageErrors.FileFailed, $"image {manifest.Hash} could not be kept", Cause: cause));

    /// <summary>Removes an image: first its manifest, so that it is gone as soon as it is not whole. Absent already is success.</summary>
    /// <error code="image.name.invalid">The text is no whole hash.</error>
    /// <error code="image.file.failed">A file could not be removed.</error>
    public UnitResult<LobsterError> Remove(string hash)
    {
        if (!ContentHash.IsHash(hash)) return new LobsterError(ImageErrors.NameInvalid, $"'{hash}' is no whole hash of an image");
        if (!Directory.Exists(folder)) return UnitResult.Success<LobsterError>();
        return Guard(() =>
        {
            File.Delete(ManifestOf(hash));
            File.Delete(FileOf(hash));
            return folder;
        }).Bind(DurableFile.FlushFolder);
    }

    private string ManifestOf(string hash) => Path.Combine(folder, hash + ".json");

    private static Result<ImageManifest, LobsterError> Parse(byte[] utf8, string hash)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(utf8, ImagesJson.Default.ImageManifest);
            return manifest is { Schema: ImageManifest.CurrentSchema, SizeBytes: > 0 } && manifest.Hash == hash && RecipeRules.IsName(manifest.Name)
                ? manifest
                : Damaged(hash, "its manifest says something else");
        }
        catch (JsonException failure)
        {
            return Damaged(hash, failure.Message);
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
            return new LobsterError(ImageErrors.FileFailed, failure.Message);
        }
    }

    private static LobsterError Unknown(string hash) => new(ImageErrors.Unknown, $"there is no image {hash}", "lobsterd image ls shows those that there are");

    /// <summary>The error of an image that is not what it was.</summary>
    public static LobsterError Damaged(string hash, string why) =>
        new(ImageErrors.Damaged, $"image {hash} is damaged: {why}", $"remove it with lobsterd image rm {hash} and build it again");
}
