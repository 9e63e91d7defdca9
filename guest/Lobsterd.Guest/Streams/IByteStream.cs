namespace Lobsterd.Guest.Streams;

/// <summary>Bytes both ways: a connection, a pipe, a terminal. A peer that is gone is an answer, not an exception.</summary>
internal interface IByteStream : IDisposable
{
    /// <summary>Reads what is there, waiting for the first byte.</summary>
    /// <param name="buffer">Filled from its start.</param>
    /// <param name="cancellationToken">Ends the waiting; what is there is read even so.</param>
    /// <returns>How many bytes; 0 when nothing will come any more.</returns>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes all of it, waiting as long as the peer does not take it.</summary>
    /// <returns>False when the peer is gone.</returns>
    ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Completes when the peer has closed its end or is gone, even while unread bytes wait.</summary>
    Task WaitHangUpAsync(CancellationToken cancellationToken);

    /// <summary>Ends a connection so that all that was written arrives; to be called before it is disposed. Completes when the peer has closed too, or
    /// its kernel has everything.</summary>
    /// <param name="clock">Measures how often the latter is asked.</param>
    /// <param name="cancellationToken">Ends the waiting; what is under way then may be lost.</param>
    Task PartAsync(TimeProvider clock, CancellationToken cancellationToken);
}
