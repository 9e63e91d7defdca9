using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Streams;

namespace Lobsterd.Guest.Exec;

/// <summary>What the client typed and the command has not read: bounded, so that a command that reads nothing slows its client, and yet signals
/// that the client sends behind its input are heard.</summary>
internal sealed class InputQueue
{
    /// <summary>From this many bytes on, <see cref="PutAsync"/> waits.</summary>
    internal const int MostBytes = 256 << 10;

    private readonly Queue<byte[]> pieces = new();
    private readonly Signal changed = new();
    private int bytes;
    private bool isEnded;

    /// <summary>Adds a piece; waits while the queue is full.</summary>
    internal async ValueTask PutAsync(byte[] piece, CancellationToken cancellationToken)
    {
        while (bytes >= MostBytes) await changed.WaitAsync(cancellationToken);
        if (isEnded || piece.Length == 0) return;

        pieces.Enqueue(piece);
        bytes += piece.Length;
        changed.Happen();
    }

    /// <summary>Nothing more will be put in.</summary>
    internal void End()
    {
        isEnded = true;
        changed.Happen();
    }

    /// <summary>Writes everything to the command, until the end or until the command takes no more.</summary>
    internal async Task CarryAsync(IByteStream input, CancellationToken cancellationToken)
    {
        var isOpen = true;
        while (true)
        {
            while (pieces.Count == 0 && !isEnded) await changed.WaitAsync(cancellationToken);
            if (!pieces.TryDequeue(out var piece)) return;

            // Once the command has closed its input, what comes is read and dropped, as by a pipe that nobody reads.
            isOpen = isOpen && await input.WriteAsync(piece, cancellationToken);
            bytes -= piece.Length;
            changed.Happen();
        }
    }
}
