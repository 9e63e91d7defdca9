using System.Net.Sockets;

namespace Lobsterd.Reef.Access;

/// <summary>Tells who sits at the other end of a Unix socket.</summary>
public interface IPeers
{
    /// <summary>The user who connected; null where the kernel does not say.</summary>
    uint? UidOf(Socket socket);
}
