namespace Lobsterd.Guest.Network;

/// <summary>The kernel's IPv6 settings of one interface, by file: netlink does not know them.</summary>
internal static class Ipv6Settings
{
    private const string Folder = "/proc/sys/net/ipv6/conf";

    /// <summary>Whether the kernel speaks IPv6 on an interface.</summary>
    internal static bool IsOn(string interfaceName)
    {
        try
        {
            return File.ReadAllText(PathOf(interfaceName, "disable_ipv6")).Trim() == "0";
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Keeps the kernel from asking routers, believing them, or probing for its own addresses. Where it refuses, it is only less quiet.</summary>
    internal static void Quieten(string interfaceName)
    {
        try
        {
            foreach (var setting in (ReadOnlySpan<string>)["accept_ra", "autoconf", "router_solicitations", "accept_dad"])
                File.WriteAllText(PathOf(interfaceName, setting), "0");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string PathOf(string interfaceName, string setting) => Path.Combine(Folder, interfaceName, setting);
}
