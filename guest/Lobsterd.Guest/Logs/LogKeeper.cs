using System.Globalization;
using System.Text;

namespace Lobsterd.Guest.Logs;

/// <summary>Writes the log to its file, behind the ring: while the disk is slow, full or frozen, lines wait in the ring, and what falls out of
/// it is counted.</summary>
internal sealed class LogKeeper(LogRing log, BoundedFile file)
{
    private const int BatchBytes = 64 << 10;

    private long next;

    /// <summary>How many lines since the last that was written are not in the file.</summary>
    internal long Lost { get; private set; }

    /// <summary>Writes until it is cancelled, and then what is left.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        next = log.Oldest;
        try
        {
            while (true)
            {
                await log.WaitAsync(next, cancellationToken);
                await WriteBatchAsync();
            }
        }
        catch (OperationCanceledException)
        {
            while (next < log.Next) await WriteBatchAsync();
        }
    }

    private async Task WriteBatchAsync()
    {
        var entries = log.Read(next, BatchBytes);
        Lost += entries[0].Sequence - next;
        next = entries[^1].Sequence + 1;

        var text = Render(entries);
        // A frozen disk holds whoever writes to it: never the loop.
        var written = await Task.Run(() => file.Append(text), CancellationToken.None);
        Lost = written.IsSuccess ? 0 : Lost + entries.Count;
    }

    private byte[] Render(IReadOnlyList<LogEntry> entries)
    {
        var text = new MemoryStream();
        if (Lost > 0) Write(text, entries[0].AtUnixMs, LogSource.Agent, Encoding.UTF8.GetBytes($"{Lost} lines could not be written"));
        foreach (var entry in entries) Write(text, entry.AtUnixMs, entry.Source, entry.Text.Span);
        return text.ToArray();
    }

    private static void Write(MemoryStream text, long atUnixMs, LogSource source, ReadOnlySpan<byte> line)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(atUnixMs);
        text.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-ddTHH:mm:ss.fffZ} {source.ToWord()} ")));
        text.Write(line);
        text.WriteByte((byte)'\n');
    }
}
