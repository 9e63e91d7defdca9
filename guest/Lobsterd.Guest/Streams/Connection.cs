using System.Net;

namespace Lobsterd.Guest.Streams;

/// <summary>A connection that somebody made to us.</summary>
/// <param name="Stream">The connection; the receiver's.</param>
/// <param name="Peer">Who made it.</param>
internal sealed record Connection(IByteStream Stream, IPEndPoint Peer);
