using System.Buffers;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Registry;
using Lobsterd.Linux.Files;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Host.Registry;

/// <summary><c>registry.json</c> on disk, with its previous generation as <c>registry.json.bak</c>.</summary>
public sealed partial class RegistryFile : IRegistryFile
{
    private const uint OwnerOnly = 0x180;    // 0600
    private const long LongestFile = 64 << 20;

    private readonly RegistryCodec codec = new();
    private readonly LobsterdPaths paths;
    private readonly FileLock held;
    private readonly ILogger<RegistryFile> logger;

    // One writer saves at a time, as the registry's lock promises.
    private readonly ArrayBufferWriter<byte> page = new();
    private bool isCurrentDamaged;
    private volatile WrittenFile? written;

    // What an older lobsterd wrote, as it was read; kept beside the first file that this one writes over it.
    private (int Schema, ReadOnlyMemory<byte> Document)? older;

    private RegistryFile(LobsterdPaths paths, FileLock held, ILogger<RegistryFile> logger)
    {
        this.paths = paths;
        this.held = held;
        this.logger = logger;
    }

    private string Previous => paths.Registry + ".bak";

    /// <summary>Takes the registry's lock; it is held until disposed.</summary>
    /// <error code="registry.lock.held">Another service holds it.</error>
    public static Result<RegistryFile, LobsterError> Acquire(LobsterdPaths paths, ILogger<RegistryFile> logger)
    {
        if (!FileLock.TryAcquire(paths.Registry + ".lock").TryGetError(out var error, out var held)) return new RegistryFile(paths, held, logger);
        return error.Code == FileErrors.Locked
            ? new LobsterError(RegistryErrors.Held, $"another service holds {paths.Registry}", "lobsterd service status says which", error)
            : error;
    }

    /// <inheritdoc/>
    public Result<RegistrySnapshot, LobsterError> Load()
    {
        if (ReadFile(paths.Registry).TryGetError(out var unreadable, out var current))
            return Refuse(unreadable, paths.Registry);

        // Nothing there: a fresh root, or one whose first write never ended.
        if (current is null && !File.Exists(Previous)) return RegistrySnapshot.Empty;

        LobsterError? why = null;
        if (current is not null)
        {
            var read = RegistryCodec.Read(current.Value);
            if (!read.TryGetError(out why, out var snapshot))
            {
                if (RegistryCodec.SchemaOf(current.Value) is { } schema && schema < RegistrySnapshot.CurrentSchema) older = (schema, current.Value);
                NoteWritten();
                return snapshot;
            }

            // A newer schema is whole and not ours to judge; an older generation beside it would lose what it says.
            if (why.Code == RegistryErrors.FromTheFuture) return why;
        }

        var backup = ReadFile(Previous).Bind(bytes => bytes is null
            ? new LobsterError(RegistryErrors.Damaged, $"there is no {Previous}")
            : RegistryCodec.Read(bytes.Value));
        if (backup.TryGetError(out var alsoUnreadable, out var previous))
            return Refuse(why ?? alsoUnreadable, paths.Registry);

        isCurrentDamaged = current is not null;
        RegistryLog.FellBack(logger, paths.Registry, why?.Message ?? "it is not there", previous.Generation);
        return previous;
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> Save(RegistrySnapshot snapshot)
    {
        if (isCurrentDamaged && SetAside().TryGetError(out var kept)) return kept;
        if (KeepOlder().TryGetError(out var notKept)) return notKept;
        return DurableFile.ReplaceKeeping(paths.Registry, Previous, codec.Write(snapshot, page).Span, OwnerOnly)
            .Tap(NoteWritten)
            .MapError(error => new LobsterError(RegistryErrors.WriteFailed, $"the registry could not be written: {error.Message}", Cause: error));
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> Verify(RegistrySnapshot snapshot)
    {
        if (ReadFile(paths.Registry).TryGetError(out var unreadable, out var bytes)) return unreadable;
        if (bytes is null)
            return snapshot.Generation == 0 ? UnitResult.Success<LobsterError>() : new LobsterError(RegistryErrors.Damaged, $"{paths.Registry} is not there");
        if (RegistryCodec.Read(bytes.Value).TryGetError(out var damaged, out var read)) return damaged.Under(paths.Registry);
        return read.Generation == snapshot.Generation && codec.Write(snapshot).Span.SequenceEqual(codec.Write(read).Span)
            ? UnitResult.Success<LobsterError>()
            : new LobsterError(RegistryErrors.Damaged, $"{paths.Registry} is not generation {snapshot.Generation} as it was written");
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> Rewrite(RegistrySnapshot snapshot)
    {
        isCurrentDamaged |= File.Exists(paths.Registry) && Verify(snapshot).IsFailure;
        return Save(snapshot);
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

    // The .bak is the previous generation, and soon one of this schema: what the older lobsterd can read would be gone with the second change.
    private UnitResult<LobsterError> KeepOlder()
    {
        if (older is not var (schema, document)) return UnitResult.Success<LobsterError>();
        var kept = $"{paths.Registry}.schema-{schema}.bak";
        if (DurableFile.Replace(kept, document.Span, OwnerOnly).TryGetError(out var error))
            return new LobsterError(RegistryErrors.WriteFailed, $"the registry of schema {schema} could not be kept as {kept}: {error.Message}", Cause: error);
        older = null;
        return UnitResult.Success<LobsterError>();
    }

    // The generation that was read is the backup; a damaged current one must neither replace it nor be lost.
    private UnitResult<LobsterError> SetAside()
    {
        try
        {
            var number = 1;
            while (File.Exists($"{paths.Registry}.damaged-{number}")) number++;
            File.Move(paths.Registry, $"{paths.Registry}.damaged-{number}");
            isCurrentDamaged = false;
            return UnitResult.Success<LobsterError>();
        }
        catch (IOException exception)
        {
            return new LobsterError(RegistryErrors.WriteFailed, $"the damaged registry could not be set aside: {exception.Message}");
        }
    }

    private static Result<ReadOnlyMemory<byte>?, LobsterError> ReadFile(string path)
    {
        try
        {
            if (!File.Exists(path)) return (ReadOnlyMemory<byte>?)null;
            if (new FileInfo(path).Length > LongestFile) return new LobsterError(RegistryErrors.Damaged, $"{path} is larger than any registry");
            return (ReadOnlyMemory<byte>?)File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(RegistryErrors.Damaged, exception.Message);
        }
    }

    private static LobsterError Refuse(LobsterError error, string path) => error with
    {
        Message = $"{path}: {error.Message}",
        Hint = $"nothing was changed; repair the file or put a good copy in its place (the previous generation is {path}.bak), then start again",
    };
}
