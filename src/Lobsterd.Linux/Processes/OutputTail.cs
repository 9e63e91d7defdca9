using System.Text;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Processes;

/// <summary>Reads a pipe to its end so that its writer never stalls, and keeps the last bytes of it.</summary>
public sealed class OutputTail
{
    private const int ReadBytes = 16 * 1024;

    private readonly Lock gate = new();
    private readonly int capacity;
    private byte[] kept = [];

    private OutputTail(Fd readEnd, int capacity, CancellationToken cancellationToken)
    {
        this.capacity = capacity;
        Completion = DrainAsync(readEnd, cancellationToken);
    }

    /// <summary>Completes when every writer has closed the pipe.</summary>
    public Task Completion { get; }

    /// <summary>All bytes seen so far, kept or not.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>What is kept, as UTF-8; bytes that are none become U+FFFD.</summary>
    public string Text
    {
        get
        {
            lock (gate) return Encoding.UTF8.GetString(kept);
        }
    }

    /// <summary>Starts to read.</summary>
    /// <param name="readEnd">Does not block; closed by us at the end.</param>
    /// <param name="capacity">Most bytes that are kept; up to twice as many are held.</param>
    /// <param name="cancellationToken">Stops the reading; the writer may stall then.</param>
    public static OutputTail Follow(Fd readEnd, int capacity, CancellationToken cancellationToken) =>
        new(readEnd, capacity, cancellationToken);

    private async Task DrainAsync(Fd readEnd, CancellationToken cancellationToken)
    {
        using (readEnd)
        {
            var buffer = new byte[ReadBytes];
            while (readEnd.Read(buffer).TryGetValue(out var count))
            {
                if (count == 0) return;
                if (count is { } some) Keep(buffer.AsSpan(0, some));
                else await ReadinessLoop.Shared.WaitReadableAsync(readEnd, cancellationToken);
            }
        }
    }

    private void Keep(ReadOnlySpan<byte> more)
    {
        lock (gate)
        {
            TotalBytes += more.Length;
            var fromKept = Math.Min(kept.Length, Math.Max(0, capacity - more.Length));
            kept = [.. kept.AsSpan(kept.Length - fromKept), .. more[Math.Max(0, more.Length - capacity)..]];
        }
    }
}
