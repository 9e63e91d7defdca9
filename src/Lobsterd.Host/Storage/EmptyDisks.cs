using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Storage;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Storage;

/// <summary>The empty disks that overlays are copies of, one for each size, made when they are first asked for.</summary>
public sealed class EmptyDisks(LobsterdPaths paths, ProgramRunner programs) : IDisposable
{
    private const string Extension = ".ext4";
    private const int MostKept = 16;
    private const int OwnerOnlyFolder = 0x1C0;
    private const int OwnerOnlyFile = 0x180;

    private readonly SemaphoreSlim making = new(1);

    /// <inheritdoc/>
    public void Dispose() => making.Dispose();

    /// <summary>The empty disk of a size.</summary>
    /// <param name="sizeBytes">64 MiB to 16 TiB, a multiple of 1 MiB.</param>
    /// <param name="cancellationToken">Ends the making of one.</param>
    /// <returns>Its absolute path; the file is not to be written.</returns>
    /// <error code="storage.empty.failed">It could not be made: mke2fs failed, the disk is full, or the host's file system holds no file of that size.</error>
    public async Task<Result<string, LobsterError>> EnsureAsync(long sizeBytes, CancellationToken cancellationToken)
    {
        var path = PathOf(sizeBytes);
        if (IsWhole(path, sizeBytes)) return path;

        await making.WaitAsync(cancellationToken);
        try
        {
            if (IsWhole(path, sizeBytes)) return path;
            var made = await MakeAsync(path, sizeBytes, cancellationToken);
            return made.IsSuccess ? path : made.Error.Code == StorageErrors.EmptyFailed ? made.Error : Failed(sizeBytes, made.Error);
        }
        finally
        {
            _ = making.Release();
        }
    }

    private string PathOf(long sizeBytes) =>
        Path.Combine(paths.EmptyDisks, string.Create(CultureInfo.InvariantCulture, $"{sizeBytes >> 20}m-v{Ext4.Version}{Extension}"));

    // It got its name when it was whole and flushed; a wrong size is somebody's mistake, and is mended by making it again.
    private static bool IsWhole(string path, long sizeBytes) =>
        FileStat.Of(path).TryGetValue(out var stat) && stat.Type == FileKind.File && stat.SizeBytes == sizeBytes;

    private async Task<UnitResult<LobsterError>> MakeAsync(string path, long sizeBytes, CancellationToken cancellationToken)
    {
        var unfinished = path + ".new";
        try
        {
            _ = Directory.CreateDirectory(paths.State);
            if (Folder.Ensure(paths.EmptyDisks, OwnerOnlyFolder).TryGetError(out var noFolder)) return noFolder;
            Prune();

            File.Delete(unfinished);
            var opened = Fd.Open(unfinished, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, OwnerOnlyFile);
            if (opened.TryGetError(out var unopened, out var file)) return unopened;
            using (file)
            {
                if (SparseFile.SetSize(file, sizeBytes).TryGetError(out var tooLarge)) return tooLarge;
                if ((await Ext4.MakeAsync(programs, unfinished, sizeBytes, cancellationToken)).TryGetError(out var unmade)) return unmade;
                if (SparseFile.Sync(file).TryGetError(out var unflushed)) return unflushed;
            }

            File.Move(unfinished, path, overwrite: true);
            return DurableFile.FlushFolder(paths.EmptyDisks);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Failed(sizeBytes, new LobsterError(StorageErrors.FileFailed, failure.Message));
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    // Sizes are for users to choose, so there is no end to them. Overlays are copies: none misses the disk that it came from.
    private void Prune()
    {
        foreach (var old in new DirectoryInfo(paths.EmptyDisks).GetFiles('*' + Extension).OrderByDescending(file => file.LastWriteTimeUtc).Skip(MostKept - 1)) old.Delete();
    }

    private static LobsterError Failed(long sizeBytes, LobsterError cause) =>
        new(StorageErrors.EmptyFailed, $"the empty disk of {sizeBytes} bytes could not be made", Cause: cause);
}
