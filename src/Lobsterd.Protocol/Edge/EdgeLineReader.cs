using System.Buffers;
using System.IO.Pipelines;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Protocol.Edge;

/// <summary>Cuts a stream into lines of at most <see cref="EdgeLimits.MaxLineBytes"/>.</summary>
/// <param name="stream">The connection; stays the caller's.</param>
/// <param name="clock">For the bound on a line that never ends.</param>
public sealed class EdgeLineReader(Stream stream, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan LineTimeout = TimeSpan.FromMilliseconds(EdgeLimits.LineTimeoutMs);

    private readonly PipeReader pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
    private SequencePosition? consumed;

    /// <summary>The next line without its line feed; null at a clean end. The bytes are valid until the next call.</summary>
    /// <error code="edge.control.garbled">The line is too long or was cut off; the connection is of no further use.</error>
    /// <error code="edge.control.unreachable">The connection broke, or the line did not end in its time.</error>
    public async Task<Result<ReadOnlySequence<byte>?, LobsterError>> ReadAsync(CancellationToken cancellationToken)
    {
        if (consumed is { } position) pipe.AdvanceTo(position);
        consumed = null;
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var begun = false;
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(either.Token);
                var buffer = read.Buffer;
                if (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    consumed = buffer.GetPosition(1, end);
                    if (line.Length >= EdgeLimits.MaxLineBytes) return Garbled("is too long");
                    return line;
                }

                pipe.AdvanceTo(buffer.Start, buffer.End);
                if (buffer.Length >= EdgeLimits.MaxLineBytes) return Garbled("is too long");
                if (read.IsCompleted) return buffer.IsEmpty ? (ReadOnlySequence<byte>?)null : Garbled("was cut off");
                // Once per line: a peer that drips bytes must not start the time anew.
                if (!buffer.IsEmpty && !begun) patience.CancelAfter(LineTimeout);
                begun |= !buffer.IsEmpty;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LobsterError(EdgeErrors.Unreachable, $"a line did not end within {EdgeLimits.LineTimeoutMs} ms");
        }
        catch (IOException fault)
        {
            return new LobsterError(EdgeErrors.Unreachable, fault.Message);
        }

        static LobsterError Garbled(string fault) => new(EdgeErrors.Garbled, $"a line of the control protocol {fault}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => pipe.CompleteAsync();
}
