using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Events;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Events;

/// <summary>The audit log as segments of JSON lines, 0600. One task writes; whoever appends only leaves an event in its queue.</summary>
/// <remarks>Each write is one write(2), so a killed service has written a batch or not; a batch that a full disk cut short is closed with a line's end
/// before the next. Nothing is flushed: like any log it may lose its last seconds with the host's power, and flushing would cost every command's own flush.</remarks>
public sealed class EventLogFile : IEventLog, IAsyncDisposable
{
    /// <summary>How many events may wait to be written.</summary>
    public const int MostWaiting = 4_096;

    private const int LargestBatch = 128;
    private const int Segments = 8;    // a bound is kept to within an eighth of it
    private const uint OwnerOnly = 0x180;    // 0600

    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string folder;
    private readonly EventSegments segments;
    private readonly EventsConfig config;
    private readonly TimeProvider clock;
    private readonly Channel<TenantEvent> waiting = Channel.CreateBounded<TenantEvent>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task writer;
    private AppendFile? current;
    private string path = "";
    private long length;
    private DateTimeOffset began;
    private bool isTorn;
    private long lost;

    /// <summary>Opens the log, or begins it.</summary>
    /// <param name="folder">Of its segments; made when it is not there.</param>
    /// <param name="config">Its bounds.</param>
    /// <param name="clock">Tells what is too old.</param>
    public EventLogFile(string folder, EventsConfig config, TimeProvider clock)
    {
        (this.config, this.clock) = (config, clock);
        segments = new EventSegments(folder);
        this.folder = folder;
        LastSequence = Open();
        writer = Task.Run(WriteAllAsync);
    }

    /// <inheritdoc/>
    public long LastSequence { get; }

    /// <summary>Whether everything that was appended has been taken to be written.</summary>
    public bool IsIdle => waiting.Reader.Count == 0;

    /// <inheritdoc/>
    public void Append(TenantEvent happened)
    {
        if (!waiting.Writer.TryWrite(happened)) _ = Interlocked.Increment(ref lost);
    }

    /// <inheritdoc/>
    public long TakeLost() => Interlocked.Exchange(ref lost, 0);

    /// <inheritdoc/>
    public async IAsyncEnumerable<TenantEvent> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow().AddDays(-config.MaxAgeDays);
        var all = segments.All();
        for (var i = 0; i < all.Count; i++)
        {
            // The next one begins where this one ends.
            if (i + 1 < all.Count && all[i + 1].First <= after + 1) continue;
            foreach (var happened in EventSegments.Read(all[i].Path))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (happened.Sequence > after && happened.At >= oldest) yield return happened;
            }

            await Task.Yield();
        }
    }

    /// <summary>Writes what waits, and closes the log.</summary>
    public async ValueTask DisposeAsync()
    {
        _ = waiting.Writer.TryComplete();
        await writer;
        current?.Dispose();
    }

    private long Open()
    {
        try
        {
            _ = Directory.CreateDirectory(folder, FolderMode);
            if (segments.All() is not [.., var last]) return 0;
            (length, path) = (EventSegments.EndOf(last.Path), last.Path);
            if (AppendFile.Reopen(last.Path, length).TryGetError(out _, out current)) return last.First;
            began = EventSegments.Read(last.Path).FirstOrDefault()?.At ?? clock.GetUtcNow();
            return EventSegments.Read(last.Path).LastOrDefault()?.Sequence ?? last.First;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;    // every append tells again that it cannot be written
        }
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<TenantEvent>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < LargestBatch && waiting.Reader.TryRead(out var happened)) batch.Add(happened);
            if (Write(batch).IsFailure) _ = Interlocked.Add(ref lost, batch.Count);
            batch.Clear();
        }
    }

    private UnitResult<LobsterError> Write(List<TenantEvent> batch)
    {
        if (Rotate(batch[0]).TryGetError(out var unopened)) return unopened;
        using var bytes = new MemoryStream();
        if (isTorn) bytes.WriteByte((byte)'\n');
        foreach (var happened in batch)
        {
            JsonSerializer.Serialize(bytes, happened, EventJson.Default.TenantEvent);
            bytes.WriteByte((byte)'\n');
        }

        var written = current!.Append(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        isTorn = written.IsFailure;
        length += bytes.Length;
        return written;
    }

    private UnitResult<LobsterError> Rotate(TenantEvent next)
    {
        // Whoever clears the host takes the file from under us.
        if (current is not null && !File.Exists(path)) length = long.MaxValue;
        var isFull = length >= config.MaxBytes / Segments || next.At - began >= TimeSpan.FromDays((double)config.MaxAgeDays / Segments);
        if (current is not null && !isFull) return UnitResult.Success<LobsterError>();
        current?.Dispose();
        current = null;
        Forget(next.At);
        path = segments.PathOf(next.Sequence);
        if (AppendFile.OpenOrCreate(path, OwnerOnly).TryGetError(out var error, out current)) return error;
        (length, began, isTorn) = (0, next.At, false);
        return UnitResult.Success<LobsterError>();
    }

    private void Forget(DateTimeOffset now)
    {
        try
        {
            _ = Directory.CreateDirectory(folder, FolderMode);
            var all = segments.All();
            var sizes = all.Select(segment => new FileInfo(segment.Path).Length).ToList();
            var bytes = sizes.Sum() + (2 * config.MaxBytes / Segments);    // room for the one that begins, and for the batch that overfills it
            for (var i = 0; i < all.Count; i++)
            {
                if (bytes <= config.MaxBytes && !IsOld(all, i, now)) continue;
                File.Delete(all[i].Path);
                bytes -= sizes[i];
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Too long for now; the next rotation tries again.
        }
    }

    // All of a segment is older than the first event of the next.
    private bool IsOld(IReadOnlyList<(long First, string Path)> all, int index, DateTimeOffset now) =>
        index + 1 < all.Count && EventSegments.Read(all[index + 1].Path).FirstOrDefault() is { } next && now - next.At > TimeSpan.FromDays(config.MaxAgeDays);
}
