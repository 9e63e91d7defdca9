using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Edge.Table;

/// <summary>The table on disk: a log of changes, so that what a change costs does not grow with the table. Rewritten shorter in the background
/// when most of it is history.</summary>
/// <remarks>A written line is in the kernel's hands and outlives a killed edge; it is not flushed to the disk, because after a reboot no
/// guest runs and the service brings a new table. One edge at a time: a lock file says so.</remarks>
internal sealed class TableFile : IAsyncDisposable
{
    /// <summary>The file's own version.</summary>
    public const int Schema = 1;

    private const long MaxBytes = 64L << 20;
    private const int SpareLines = 1_024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock gate = new();
    private readonly string path;
    private readonly FileLock held;
    private bool isDisposed;
    private SafeFileHandle? log;
    private long length;
    private int lines;
    private List<byte[]>? sinceSnapshot;
    private Task compacting = Task.CompletedTask;

    private TableFile(string folder, FileLock held)
    {
        path = Path.Combine(folder, "table");
        this.held = held;
    }

    /// <summary>Whether the table on disk is the table in memory.</summary>
    public bool IsSaved
    {
        get
        {
            lock (gate) return log is not null;
        }
    }

    /// <summary>The descriptor of the folder's lock, to be handed over.</summary>
    public SafeHandle LockHandle => held.Descriptor;

    /// <summary>Takes the folder.</summary>
    /// <param name="folder">The edge's folder.</param>
    /// <param name="handed">The lock as the edge before holds it, and as it holds for both of us; null where there is none before.</param>
    /// <error code="edge.start.held">Another edge has it.</error>
    /// <error code="edge.start.failed">It cannot be written.</error>
    public static Result<TableFile, LobsterError> Open(string folder, Fd? handed = null)
    {
        var path = Path.Combine(folder, "lock");
        if ((handed is null ? FileLock.TryAcquire(path) : FileLock.Adopt(handed)).TryGetError(out var error, out var held))
        {
            var code = error.Code == FileErrors.Locked ? EdgeErrors.Held : EdgeErrors.StartFailed;
            return new LobsterError(code, $"the edge's folder {folder} cannot be taken", Cause: error);
        }

        return new TableFile(folder, held);
    }

    /// <summary>Reads the table that the last edge left. A damaged one is put aside as <c>table.damaged</c>.</summary>
    /// <error code="edge.control.garbled">It is damaged; the message says where.</error>
    /// <error code="edge.route.invalid">It holds a route that cannot be.</error>
    public Result<StoredTable, LobsterError> Load()
    {
        try
        {
            if (!File.Exists(path)) return StoredTable.Empty;
            if (new FileInfo(path).Length > MaxBytes) return PutAside(new LobsterError(EdgeErrors.Garbled, "it is too long"));
            return TableText.Read(File.ReadAllBytes(path)).MapError(PutAside);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(EdgeErrors.Garbled, fault.Message);
        }
    }

    /// <summary>Adds one change.</summary>
    /// <error code="edge.table.unsaved">It could not be written whole; the file is as it was.</error>
    public UnitResult<LobsterError> Append(TableLine line)
    {
        var bytes = TableText.Write(line);
        lock (gate)
        {
            if (log is null) return Unsaved("the table is not on disk");
            try
            {
                RandomAccess.Write(log, bytes, length);
                length += bytes.Length;
                lines++;
                sinceSnapshot?.Add(bytes);
                return UnitResult.Success<LobsterError>();
            }
            catch (IOException fault)
            {
                CutBack(log);
                return Unsaved(fault.Message);
            }
        }
    }

    /// <summary>Writes a whole table in the place of everything before.</summary>
    /// <error code="edge.table.unsaved">It could not be written; the file is as it was.</error>
    public async Task<UnitResult<LobsterError>> RewriteAsync(StoredTable table)
    {
        await compacting;
        return Rewrite(table);
    }

    /// <summary>Begins to shorten the file when most of it is history; later changes may come meanwhile.</summary>
    /// <param name="routes">How many routes there are.</param>
    /// <param name="table">Reads the table as it is now; asked only when it is needed.</param>
    public void CompactIfLong(int routes, Func<StoredTable> table)
    {
        if (!compacting.IsCompleted || lines < (2 * routes) + SpareLines) return;
        lock (gate) sinceSnapshot = [];
        var snapshot = table();
        compacting = Task.Run(() => Rewrite(snapshot), CancellationToken.None);
    }

    /// <summary>Removes the file, because it says what is no longer true and cannot be corrected.</summary>
    public async Task AbandonAsync()
    {
        await compacting;
        lock (gate)
        {
            log?.Dispose();
            log = null;
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The folder is the edge's own; what is left is a read-only disk, on which nothing can be made true.
        }
    }

    /// <summary>Waits for a rewrite under way, and gives the folder up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed) return;
        isDisposed = true;
        await compacting;
        log?.Dispose();
        held.Dispose();
    }

    private UnitResult<LobsterError> Rewrite(StoredTable table)
    {
        SafeFileHandle? fresh = null;
        try
        {
            var text = TableText.Write(table);
            fresh = OpenNew();
            RandomAccess.Write(fresh, text, 0);
            RandomAccess.FlushToDisk(fresh);
            lock (gate)
            {
                long end = text.Length;
                foreach (var later in sinceSnapshot ?? [])
                {
                    RandomAccess.Write(fresh, later, end);
                    end += later.Length;
                }

                File.Move(path + ".new", path, overwrite: true);
                log?.Dispose();
                (log, length, lines) = (fresh, end, table.Routes.Count + (sinceSnapshot?.Count ?? 0));
            }

            return UnitResult.Success<LobsterError>();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            fresh?.Dispose();
            return Unsaved(fault.Message);
        }
        finally
        {
            lock (gate) sinceSnapshot = null;
        }
    }

    private SafeFileHandle OpenNew()
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using var made = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });
        return File.OpenHandle(temporary, FileMode.Open, FileAccess.Write, FileShare.Read);
    }

    private void CutBack(SafeFileHandle partial)
    {
        try
        {
            RandomAccess.SetLength(partial, length);
        }
        catch (IOException)
        {
            // What is left is a line without its end, which a reader leaves out, and the next line is written over it.
        }
    }

    private LobsterError PutAside(LobsterError fault)
    {
        try
        {
            File.Move(path, path + ".damaged", overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return fault with { Cause = new LobsterError(EdgeErrors.TableUnsaved, refused.Message) };
        }

        return fault;
    }

    private static LobsterError Unsaved(string why) =>
        new(EdgeErrors.TableUnsaved, $"the edge cannot keep its table on disk: {why}", "see whether the disk of /var/lib/lobsterd is full");
}
