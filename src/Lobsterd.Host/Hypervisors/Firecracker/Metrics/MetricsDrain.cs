using System.Buffers;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Host.Hypervisors.Firecracker.Metrics;

/// <summary>Reads a VMM's metrics out of their pipe as they come, line by line, and adds them up. What is no line of metrics is left out.</summary>
/// <remarks>A pipe, since a file would grow by some kilobytes a minute for as long as the VM lives, and Firecracker never begins it anew. One that nobody reads
/// is full after a few flushes; Firecracker drops what finds no room, and waits for nobody.</remarks>
internal sealed class MetricsDrain : IAsyncDisposable
{
    // Several times a real line; a longer one is none.
    private const int LongestLine = 64 << 10;
    private const int ReadBytes = 16 << 10;

    // A pipe's whole content, and how soon it is looked at again: one that never stops talking costs us no more than that.
    private const int MostBytesAtOnce = 64 << 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly Fd pipe;
    private readonly TimeProvider clock;
    private readonly Task draining;

    /// <summary>Reads from now on, until the VMM ends.</summary>
    /// <param name="pipe">The end that is read from, which does not block; owned from here on.</param>
    /// <param name="clock">For pauses.</param>
    internal MetricsDrain(Fd pipe, TimeProvider clock)
    {
        (this.pipe, this.clock) = (pipe, clock);
        draining = DrainAsync(stop.Token);
    }

    /// <summary>What has come so far.</summary>
    internal MetricsTotal Total { get; } = new();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await draining;
        pipe.Dispose();
        stop.Dispose();
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        var rest = new ArrayBufferWriter<byte>();
        var isSkipping = false;
        try
        {
            while (true)
            {
                await ReadinessLoop.Shared.WaitReadableAsync(pipe, cancellationToken);
                if (!TakeSome(rest, ref isSkipping)) return;
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The service lets go of the VM.
        }
    }

    // Whether more may come. The buffer is borrowed for the moment: between two flushes a minute passes.
    private bool TakeSome(ArrayBufferWriter<byte> rest, ref bool isSkipping)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            for (var taken = 0; taken < MostBytesAtOnce;)
            {
                if (pipe.Read(buffer).TryGetError(out _, out var count)) return false;
                if (count is not { } length) return true;
                if (length == 0) return false;
                Take(buffer.AsSpan(0, length), rest, ref isSkipping);
                taken += length;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Take(ReadOnlySpan<byte> bytes, ArrayBufferWriter<byte> rest, ref bool isSkipping)
    {
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            if (!isSkipping) Add(rest.WrittenCount == 0 ? bytes[..end] : Join(rest, bytes[..end]));
            isSkipping = false;
            rest.ResetWrittenCount();
            bytes = bytes[(end + 1)..];
        }

        isSkipping |= rest.WrittenCount + bytes.Length > LongestLine;
        if (isSkipping) rest.ResetWrittenCount();
        else rest.Write(bytes);
    }

    private static ReadOnlySpan<byte> Join(ArrayBufferWriter<byte> rest, ReadOnlySpan<byte> bytes)
    {
        rest.Write(bytes);
        return rest.WrittenSpan;
    }

    private void Add(ReadOnlySpan<byte> line)
    {
        if (line.Length <= LongestLine && MetricsLine.Parse(line) is { } metrics) Total.Add(metrics);
    }
}
