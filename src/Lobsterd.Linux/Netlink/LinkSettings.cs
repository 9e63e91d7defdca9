using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

/// <summary>An interface's settings of one protocol as they stand. The kernel tells them with the link, all at once; by their names below <c>/proc/sys</c> each costs a walk and a file.</summary>
/// <typeparam name="TSetting"><see cref="Ipv4LinkSetting"/> or <see cref="Ipv6LinkSetting"/>.</typeparam>
public sealed class LinkSettings<TSetting>
    where TSetting : unmanaged, Enum
{
    private readonly uint[] values;
    private readonly int first;

    /// <summary>Reads the kernel's array.</summary>
    /// <param name="told">IFLA_INET_CONF or IFLA_INET6_CONF: numbers of four bytes.</param>
    /// <param name="first">The number of the setting that stands first.</param>
    internal LinkSettings(ReadOnlySpan<byte> told, int first) => (values, this.first) = (MemoryMarshal.Cast<byte, uint>(told).ToArray(), first);

    /// <summary>A setting; null when the kernel has none of that number.</summary>
    public uint? this[TSetting setting]
    {
        get
        {
            var at = Unsafe.BitCast<TSetting, ushort>(setting) - first;
            return at >= 0 && at < values.Length ? values[at] : null;
        }
    }
}
