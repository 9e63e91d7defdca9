using System.Globalization;
using System.Text;

namespace Lobsterd.Guest.Logs;

/// <summary>Writes the log to its file, behind the ring: while the disk is slow, full or frozen, lines wait in the ring, and what falls out of
/// it is counted.</summary>
internal sealed class LogKeeper(LogRing log, BoundedFile file)
{
    private const int BatchBytes = 64 << 10;

    private long lost;

    /// <summary>Writes until it is cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var next = log.Oldest;
        while (true)
        {
            await log.WaitAsync(next, cancellationToken);
            var entries = log.Read(next, BatchBytes);
            lost += entries[0].Sequence - next;
            next = entries[^1].Sequence + 1;

            var text = Render(entries);
            // A frozen disk holds whoever writes to it: never the loop.
            var written = await Task.Run(() => file.Append(text), cancellationToken);
            lost = written.IsSuccess ? 0 : lost + entries.Count;
        }
    }

    private byte[] Render(IReadOnlyList<LogEntry> entries)
    {
        var text = new MemoryStream();
        if (lost > 0) Write(text, entries[0].AtUnixMs, LogSource.Agent, Encoding.UTF8.GetBytes($"{lost} lines could not be written"));
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
