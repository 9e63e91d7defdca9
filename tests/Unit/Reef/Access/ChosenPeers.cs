using System.Net.Sockets;
using Lobsterd.Reef.Access;

namespace Lobsterd.Tests.Unit.Reef.Access;

/// <summary>Whoever connects is the user that a test chose: a process cannot be several.</summary>
internal sealed class ChosenPeers : IPeers
{
    internal uint Uid { get; set; }

    public uint? UidOf(Socket socket) => Uid;
}
