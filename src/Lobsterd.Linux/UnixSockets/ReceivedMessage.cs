using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.UnixSockets;

/// <summary>A message that came over a Unix socket.</summary>
/// <param name="Bytes">How many bytes were written to the buffer; 0 at the end.</param>
/// <param name="Descriptors">The descriptors that came with them; the holder's to close.</param>
public sealed record ReceivedMessage(int Bytes, IReadOnlyList<Fd> Descriptors) : IDisposable
{
    /// <summary>Closes the descriptors.</summary>
    public void Dispose()
    {
        foreach (var descriptor in Descriptors) descriptor.Dispose();
    }
}
