using System.Text;
using Lobsterd.Guest.Loop;

namespace Lobsterd.Guest.Logs;

/// <summary>The last lines that workload and agent wrote, oldest first; bounded by bytes, so the oldest go when new ones come.</summary>
/// <remarks>Readers keep a sequence number of their own and are woken by <see cref="WaitAsync"/>; a reader that is too slow finds that the first
/// line still here has a higher number, and can say how many it lost. Not thread-safe: it belongs to the loop.</remarks>
internal sealed class LogRing(int mostBytes, TimeProvider clock)
{
    /// <summary>What a line costs beside its text.</summary>
    private const int BytesPerEntry = 64;

    private const int FewestSlots = 64;

    private readonly Signal appended = new();
    private LogEntry[] slots = new LogEntry[FewestSlots];
    private int count;
    private int bytes;

    /// <summary>The number that the next line will have.</summary>
    internal long Next { get; private set; }

    /// <summary>The number of the oldest line that is still here; <see cref="Next"/> when there is none.</summary>
    internal long Oldest => Next - count;

    /// <summary>Remembers a line.</summary>
    /// <param name="source">Who wrote it.</param>
    /// <param name="text">Its bytes, at most <see cref="LineSplitter.MostBytes"/>; owned by the ring from now on.</param>
    internal void Append(LogSource source, byte[] text)
    {
        if (count == slots.Length) Grow();
        slots[SlotOf(Next)] = new LogEntry(Next, clock.GetUtcNow().ToUnixTimeMilliseconds(), source, text);
        Next++;
        count++;
        bytes += CostOf(text.Length);
        while (bytes > mostBytes) DropOldest();
        appended.Happen();
    }

    /// <summary>Remembers a remark of the agent's own.</summary>
    internal void Remark(string text) => Append(LogSource.Agent, Encoding.UTF8.GetBytes(text));

    /// <summary>The lines from a number on, oldest first, until a number of bytes is reached; at least one if there is any.</summary>
    /// <param name="from">The first wanted number; a line that is gone is skipped.</param>
    /// <param name="atMostBytes">Bound on the sum of the texts.</param>
    internal IReadOnlyList<LogEntry> Read(long from, int atMostBytes)
    {
        var found = new List<LogEntry>();
        var size = 0;
        for (var at = Math.Max(from, Oldest); at < Next; at++)
        {
            var entry = slots[SlotOf(at)];
            if (found.Count > 0 && size + entry.Text.Length > atMostBytes) break;
            size += entry.Text.Length;
            found.Add(entry);
        }

        return found;
    }

    /// <summary>Completes when a line of that number exists, or existed.</summary>
    internal async Task WaitAsync(long sequence, CancellationToken cancellationToken)
    {
        while (Next <= sequence) await appended.WaitAsync(cancellationToken);
    }

    private void DropOldest()
    {
        ref var oldest = ref slots[SlotOf(Oldest)];
        bytes -= CostOf(oldest.Text.Length);
        oldest = default;
        count--;
    }

    private void Grow()
    {
        var larger = new LogEntry[slots.Length * 2];
        for (var at = Oldest; at < Next; at++) larger[at % larger.Length] = slots[SlotOf(at)];
        slots = larger;
    }

    private long SlotOf(long sequence) => sequence % slots.Length;

    private static int CostOf(int length) => length + BytesPerEntry;
}
