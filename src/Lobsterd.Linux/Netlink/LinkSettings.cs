using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

/// <summary>An interface's settings of one protocol as they stand. The kernel tells them with the link, all at once; by their names below <c>/proc/sys</c> each costs a walk and a file.</summary>
public sealed class LinkSettings
{
    private readonly uint[] values;
    private readonly int first;

    private LinkSettings(ReadOnlySpan<byte> told, int first) => (values, this.first) = (MemoryMarshal.Cast<byte, uint>(told).ToArray(), first);

    /// <summary>An IPv4 setting; null when the kernel has none of that number.</summary>
    public uint? this[Ipv4LinkSetting setting] => At((int)setting);

    /// <summary>An IPv6 setting; null when the kernel has none of that number.</summary>
    public uint? this[Ipv6LinkSetting setting] => At((int)setting);

    // An array (IFLA_INET_CONF) whose first setting has the number 1.
    internal static LinkSettings OfIpv4(ReadOnlySpan<byte> told) => new(told, 1);

    // An array (IFLA_INET6_CONF) whose first setting has the number 0.
    internal static LinkSettings OfIpv6(ReadOnlySpan<byte> told) => new(told, 0);

    private uint? At(int number) => number >= first && number - first < values.Length ? values[number - first] : null;
}
