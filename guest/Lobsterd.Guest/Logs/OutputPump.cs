using Lobsterd.Guest.Streams;

namespace Lobsterd.Guest.Logs;

/// <summary>Carries one stream of a process's output into the log, so that the process never waits for a reader.</summary>
/// <param name="output">The stream.</param>
/// <param name="source">What it is.</param>
/// <param name="log">Where its lines go.</param>
/// <param name="keeps">Whether a line belongs there; null: all do.</param>
internal sealed class OutputPump(IByteStream output, LogSource source, LogRing log, Predicate<byte[]>? keeps = null)
{
    private const int BufferBytes = 16 << 10;

    /// <summary>How much is still taken once the process has ended: what a pipe can hold. Whoever holds its other end then writes for nobody.</summary>
    private const int MostAfterEnd = 64 << 10;

    private readonly LineSplitter splitter = new();
    private readonly byte[] buffer = new byte[BufferBytes];

    /// <summary>Carries until the stream ends, or until the process has ended and what it left is taken.</summary>
    /// <param name="ended">Cancelled when the process has ended.</param>
    internal async Task RunAsync(CancellationToken ended)
    {
        var afterEnd = 0;
        try
        {
            while (afterEnd < MostAfterEnd)
            {
                // A cancelled token ends the waiting, not the reading of what is there.
                var count = await output.ReadAsync(buffer, ended);
                if (count == 0) break;
                if (ended.IsCancellationRequested) afterEnd += count;
                splitter.Push(buffer.AsSpan(0, count), Append);
            }
        }
        catch (OperationCanceledException)
        {
        }

        splitter.Flush(Append);
    }

    private void Append(byte[] line)
    {
        if (keeps is null || keeps(line)) log.Append(source, line);
    }
}
