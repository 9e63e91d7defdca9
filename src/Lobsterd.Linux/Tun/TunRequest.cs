using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Tun;

/// <summary><c>struct ifreq</c>, linux/if.h, 40 bytes, as TUNSETIFF and TUNGETIFF use it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TunRequest
{
    internal NameBytes Name;
    internal ushort Flags;
    internal RestBytes Rest;

    [InlineArray(Length)]
    internal struct NameBytes
    {
        /// <summary>IFNAMSIZ, the closing zero included.</summary>
        internal const int Length = 16;

        private byte first;
    }

    [InlineArray(22)]
    internal struct RestBytes
    {
        private byte first;
    }
}
