using Lobsterd.Linux.Sysctls;

namespace Lobsterd.Host.Network;

/// <summary>Whether a TAP speaks IPv6: the host may have it switched off, or not built in.</summary>
internal static class LinkIpv6
{
    private const string On = "0";

    /// <summary>Whether the interface has IPv6.</summary>
    internal static bool IsOn(string tap) => Sysctl.Read($"{Folder(tap)}/disable_ipv6").TryGetValue(out var disabled) && disabled == On;

    /// <summary>The folder of an interface's settings.</summary>
    internal static string Folder(string tap) => $"net/ipv6/conf/{tap}";
}
