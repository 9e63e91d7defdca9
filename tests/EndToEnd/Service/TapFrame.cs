using System.Net;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>A packet on a TAP.</summary>
/// <param name="Tap">The TAP.</param>
/// <param name="IsFromGuest">Whether the guest sent it.</param>
/// <param name="Content">All of it, from the network layer on.</param>
internal sealed record TapFrame(string Tap, bool IsFromGuest, byte[] Content)
{
    /// <summary>Whether an address stands anywhere in it.</summary>
    internal bool Holds(IPAddress address) => Holds(address.GetAddressBytes());

    /// <summary>Whether bytes stand anywhere in it.</summary>
    internal bool Holds(byte[] bytes) => Content.AsSpan().IndexOf(bytes) >= 0;
}
