using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Edge.Publishing;

/// <summary>Which ports the kernel keeps from a process without capabilities. See ip(7), <c>ip_unprivileged_port_start</c>.</summary>
internal static class PrivilegedPorts
{
    private const string Setting = "/proc/sys/net/ipv4/ip_unprivileged_port_start";
    private const int KernelDefault = 1024;

    /// <summary>Refuses a port below the setting's present value.</summary>
    /// <error code="edge.publish.privileged">It is; the hint says how to lower the setting.</error>
    public static UnitResult<LobsterError> Check(int port)
    {
        var first = First();
        return port >= first
            ? UnitResult.Success<LobsterError>()
            : new LobsterError(
                EdgeErrors.PortPrivileged,
                $"port {port} is privileged on this host: ports begin at {first} for a process without capabilities",
                $"choose a port from {first} on, or run 'sysctl -w net.ipv4.ip_unprivileged_port_start={port}' and keep it in /etc/sysctl.d");
    }

    private static int First()
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
