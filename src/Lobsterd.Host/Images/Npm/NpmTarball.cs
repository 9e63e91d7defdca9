using System.IO.Compression;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Recipes;
using Lobsterd.Host.Images.Trees;

namespace Lobsterd.Host.Images.Npm;

/// <summary>Unpacks the tarball of a package into a tree, as npm would: its first folder is whatever the author called it, files belong to root and are 0644
/// or 0755, and links are passed over. The unpacked archive must stay where it is: the tree's files lie in it.</summary>
internal static class NpmTarball
{
    private const long Largest = 2L << 30;
    private const int MostEntries = 200_000;
    private const UnixFileMode Plain = (UnixFileMode)0b110_100_100;
    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    /// <summary>Unpacks it.</summary>
    /// <param name="tarball">Absolute path of the tarball.</param>
    /// <param name="archive">Absolute path for what it unpacks to; nothing is there yet.</param>
    /// <param name="into">The tree, and where in it: absolute path of the package's folder.</param>
    /// <param name="isLeftOut">Of a path in the tree, whether it stays out of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <error code="image.build.failed">It is no tarball of a package, or unpacks to too much.</error>
    public static async Task<UnitResult<LobsterError>> UnpackAsync(
        string tarball, string archive, (ImageTree Tree, string Folder) into, Func<string, bool> isLeftOut, CancellationToken cancellationToken)
    {
        try
        {
            if (!await InflateAsync(tarball, archive, cancellationToken)) return Failed(into.Folder, $"it unpacks to more than {Largest >> 30} GiB");
            await using var plain = File.OpenRead(archive);
            var count = 0;
            foreach (var entry in NpmTarEntries.Read(plain))
            {
                if (++count > MostEntries) return Failed(into.Folder, $"it holds more than {MostEntries} files");
                if (PathOf(entry.Name) is not { } inner) continue;
                var path = into.Folder + inner;
                if (!ImagePath.IsValid(path)) return Failed(into.Folder, $"'{entry.Name}' is no path of an image");
                if (!isLeftOut(path) && into.Tree.Set(path, FileOf(entry, archive)).TryGetError(out var error)) return Failed(into.Folder, error.Message);
            }

            return UnitResult.Success<LobsterError>();
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            return Failed(into.Folder, failure.Message);
        }
    }

    private static async Task<bool> InflateAsync(string tarball, string archive, CancellationToken cancellationToken)
    {
        await using var packed = File.OpenRead(tarball);
        await using var plain = new GZipStream(packed, CompressionMode.Decompress);
        await using var output = new FileStream(archive, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[128 << 10];
        for (var total = 0L; await plain.ReadAsync(buffer, cancellationToken) is > 0 and var read;)
        {
            if ((total += read) > Largest) return false;
            await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return true;
    }

    // "package/./lib//a.js" is "/lib/a.js"; what leads upwards stays as it is, and is refused.
    private static string? PathOf(string name)
    {
        var parts = name.Split('/').Where(part => part is not ("" or ".")).ToList();
        return parts.Count > 1 ? '/' + string.Join('/', parts.Skip(1)) : null;
    }

    private static TreeNode.File FileOf(NpmTarEntry entry, string archive) => new()
    {
        Mode = entry.IsExecutable ? Executable : Plain,
        Content = entry.Size == 0 ? new FileContent.Inline(default) : new FileContent.OnDisk(archive, entry.Offset, entry.Size),
    };

    private static LobsterError Failed(string folder, string fault) => new(ImageErrors.BuildFailed, $"the tarball of {folder}: {fault}");
}
