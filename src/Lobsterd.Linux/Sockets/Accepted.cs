using System.Net;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Sockets;

/// <summary>A connection that somebody made to us.</summary>
/// <param name="Socket">Does not block; the caller's.</param>
/// <param name="Peer">Who made it.</param>
public readonly record struct Accepted(Fd Socket, IPEndPoint Peer);
