using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Templates;
using Lobsterd.Host.Snapshots;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Templates;

/// <summary>Seals a template's file: root's, 0444, flushed, its hash taken. Shared inodes are never any tenant's.</summary>
internal static class SealedFile
{
    private const int ReadOnlyMode = 0x124;    // 0444

    /// <summary>Seals one that the VMM, or we, have written.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static async Task<Result<TemplateFile, LobsterError>> SealAsync(string path, CancellationToken cancellationToken)
    {
        if (PlainFile.Open(path, OpenFlags.ReadOnly).TryGetError(out var error, out var file)) return error;
        using (file)
        {
            if (FileOwner.Set(file, 0, 0, ReadOnlyMode).Bind(() => SparseFile.Sync(file)).TryGetError(out error)) return error;
        }

        return (await HashAsync(path, cancellationToken)).Map(hash => new TemplateFile(Path.GetFileName(path), new FileInfo(path).Length, hash));
    }

    /// <summary>The hash of a file's pieces that are not all zero, each behind its number: a disk of 4 GiB has a few MiB in it, and to read its holes takes seconds.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static Task<Result<string, LobsterError>> HashAsync(string path, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            if (PlainFile.Open(path, OpenFlags.ReadOnly).TryGetError(out var error, out var file)) return error;
            using (file) return DiskPieces.Read(file, new FileInfo(path).Length, _ => { }, cancellationToken).Map(read => read.Sha256);
        },
        cancellationToken);

    /// <summary>Whether a file has still the size that it was sealed with, and is still nobody's to write; costs one look, no reading.</summary>
    internal static bool IsWhole(string folder, TemplateFile file) =>
        FileStat.Of(Path.Combine(folder, file.Name)).TryGetValue(out var stat)
        && stat is { Type: FileKind.File, UserId: 0 } && stat.SizeBytes == file.Bytes && stat.Mode == ReadOnlyMode;
}
