using System.Globalization;

namespace Lobsterd.Linux.Sockets;

/// <summary>Which ports the kernel gives to a process without CAP_NET_BIND_SERVICE; ip(7), <c>ip_unprivileged_port_start</c>.</summary>
public static class UnprivilegedPorts
{
    private const string Setting = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
    private const int KernelDefault = 1024;

    /// <summary>The first of them in our network namespace, as it is set now.</summary>
    public static int First
    {
        get
        {
            try
            {
                return int.TryParse(File.ReadAllText(Setting), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var first)
                    ? first
                    : KernelDefault;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return KernelDefault;
            }
        }
    }
}
