using System.Globalization;
using System.Text;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>The files of the kernel store: a folder for each kernel, named by the hash of the <c>kernel.json</c> in it, with the kernel and its
/// modules; and <c>current</c>, which names the one that was added last. Everything is root's and 0444.</summary>
/// <param name="folder">Absolute path.</param>
internal sealed class KernelShelf(string folder)
{
    private const string ManifestName = "kernel.json";
    private const string Current = "current";
    private const int LargestManifest = 256 << 10;
    private const uint ReadOnlyMode = 0x124;
    private const string Extension = ".cpio";
    private const int KernelsKept = 2;
    private const int InitramfsKept = 2;

    /// <summary>Absolute path of a file of a kernel.</summary>
    public string PathOf(string hash, string name) => Path.Combine(folder, hash, name);

    /// <summary>The hash of the kernel that was added last; null when there is none.</summary>
    /// <error code="image.store.damaged">The file that names it says something else.</error>
    public Result<string?, LobsterError> ReadCurrent()
    {
        try
        {
            var path = Path.Combine(folder, Current);
            if (!File.Exists(path)) return default(string);
            var hash = new FileInfo(path).Length <= ContentHash.Length ? File.ReadAllText(path) : "";
            return ContentHash.IsHash(hash) ? hash : Damaged(Current, "it names no kernel");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Damaged(Current, failure.Message);
        }
    }

    /// <summary>What a kernel consists of, read from its folder and compared with its hash.</summary>
    /// <error code="image.store.damaged">It is not there, or is not what its name says.</error>
    public Result<KernelManifest, LobsterError> Read(string hash)
    {
        try
        {
            var path = PathOf(hash, ManifestName);
            if (!File.Exists(path) || new FileInfo(path).Length > LargestManifest) return Damaged(hash, ManifestName);
            var bytes = File.ReadAllBytes(path);
            return ContentHash.Of(bytes) == hash && JsonSerializer.Deserialize(bytes, ImagesJson.Default.KernelManifest) is { Schema: KernelManifest.CurrentSchema } manifest
                ? manifest
                : Damaged(hash, ManifestName);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return Damaged(hash, failure.Message);
        }
    }

    /// <summary>The first of a kernel's files that is missing or has another size than it had; null when all are as they were.</summary>
    public string? FindDamage(string hash, KernelManifest manifest) =>
        manifest.Modules.Prepend(manifest.Kernel).Concat(manifest.Vmlinux is { } vmlinux ? [vmlinux] : []).FirstOrDefault(file => new FileInfo(PathOf(hash, file.Name)) is not { Exists: true } found || found.Length != file.SizeBytes)?.Name;

    /// <summary>Takes a kernel in, durably, and makes it the current one. Files that are there already are written again.</summary>
    /// <returns>Its hash.</returns>
    /// <error code="image.file.failed">A file could not be written.</error>
    public Result<string, LobsterError> Add(KernelManifest manifest, IEnumerable<(string Name, byte[] Content)> files)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, ImagesJson.Default.KernelManifest);
        var hash = ContentHash.Of(bytes);
        try
        {
            _ = Directory.CreateDirectory(Path.Combine(folder, hash));
            foreach (var (name, content) in files.Append((ManifestName, bytes)))
                if (Write(hash, name, content).TryGetError(out var error)) return error;
            return Point(hash).Map(() => hash);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Failed(failure.Message);
        }
    }

    /// <summary>Absolute path of the whole initramfs of a kernel and a guest binary; null when there is none of the size that its name tells.</summary>
    /// <param name="hash">The kernel.</param>
    /// <param name="guest">Hash of the guest binary.</param>
    public string? FindInitramfs(string hash, string guest)
    {
        var kernel = new DirectoryInfo(Path.Combine(folder, hash));
        return kernel.Exists ? kernel.EnumerateFiles($"{guest}.*{Extension}").FirstOrDefault(file => file.Name == InitramfsName(guest, file.Length))?.FullName : null;
    }

    /// <summary>Takes an initramfs in, durably. That of the guest binary before stays, for a VM that boots at this moment; older ones go.</summary>
    /// <returns>Its absolute path.</returns>
    /// <error code="image.file.failed">It could not be written.</error>
    public Result<string, LobsterError> AddInitramfs(string hash, string guest, ReadOnlySpan<byte> content)
    {
        var name = InitramfsName(guest, content.Length);
        if (Write(hash, name, content).TryGetError(out var error)) return error;
        try
        {
            foreach (var old in new DirectoryInfo(Path.Combine(folder, hash)).GetFiles('*' + Extension).OrderByDescending(file => file.LastWriteTimeUtc).Skip(InitramfsKept))
                old.Delete();
            return PathOf(hash, name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Failed(failure.Message);
        }
    }

    /// <summary>The hashes of all kernels, the one added last first.</summary>
    /// <exception cref="IOException">The folder could not be read.</exception>
    public IReadOnlyList<string> List() => !Directory.Exists(folder)
        ? []
        : [.. Directory.GetDirectories(folder).OrderByDescending(Directory.GetLastWriteTimeUtc).Select(each => Path.GetFileName(each)).Where(ContentHash.IsHash)];

    /// <summary>Removes a kernel with all its files; absent already is success.</summary>
    /// <error code="image.file.failed">A file could not be removed.</error>
    public UnitResult<LobsterError> Remove(string hash)
    {
        try
        {
            // Without its manifest it is no kernel any more, should the rest be cut short.
            File.Delete(PathOf(hash, ManifestName));
            if (Directory.Exists(Path.Combine(folder, hash))) Directory.Delete(Path.Combine(folder, hash), recursive: true);
            return UnitResult.Success<LobsterError>();
        }
        catch (DirectoryNotFoundException)
        {
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Failed(failure.Message);
        }
    }

    private UnitResult<LobsterError> Write(string hash, string name, ReadOnlySpan<byte> content) =>
        DurableFile.Replace(PathOf(hash, name), content, ReadOnlyMode).MapError(cause => Failed("the kernel could not be kept") with { Cause = cause });

    // The name tells all that the content depends on besides the kernel, and the size by which damage is seen.
    private static string InitramfsName(string guest, long size) =>
        string.Create(CultureInfo.InvariantCulture, $"{guest}.{Initramfs.Layout}.{size}{Extension}");

    private UnitResult<LobsterError> Point(string hash)
    {
        var pointed = DurableFile.Replace(Path.Combine(folder, Current), Encoding.ASCII.GetBytes(hash), ReadOnlyMode);
        if (pointed.TryGetError(out var cause)) return Failed("the kernel could not be made the current one") with { Cause = cause };
        Prune(hash);
        return UnitResult.Success<LobsterError>();
    }

    // A VM that boots at this moment may hold the paths of the kernel before: that one stays.
    private void Prune(string current)
    {
        foreach (var old in Directory.GetDirectories(folder)
            .Where(each => ContentHash.IsHash(Path.GetFileName(each)) && Path.GetFileName(each) != current)
            .OrderByDescending(Directory.GetLastWriteTimeUtc)
            .Skip(KernelsKept - 1))
            Directory.Delete(old, recursive: true);
    }

    private static LobsterError Failed(string message) => new(ImageErrors.FileFailed, message);

    /// <summary>The error of a kernel that is not what it was.</summary>
    public static LobsterError Damaged(string hash, string what) =>
        new(ImageErrors.Damaged, $"kernel {hash} is damaged: {what}", "lobsterd init --kernel FOLDER takes it in again; ./up does that");
}
