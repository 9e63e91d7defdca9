using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Packets;

/// <summary><c>struct sockaddr_ll</c> of linux/if_packet.h, 20 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct LinkLayerAddress
{
    internal ushort Family;
    internal ushort Protocol;
    internal int InterfaceIndex;
    internal ushort HardwareType;
    internal byte PacketType;
    internal byte AddressLength;
    internal ulong Address;
}
