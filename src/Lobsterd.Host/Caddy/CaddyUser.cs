using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Sockets;

namespace Lobsterd.Host.Caddy;

/// <summary>Finds out as whom a Caddy runs that somebody else started: by who listens where its admin API is.</summary>
internal static class CaddyUser
{
    private const string Listening = "0A";    // TCP_LISTEN, include/net/tcp_states.h

    /// <summary>Finds it.</summary>
    /// <error code="caddy.admin.refused">Nobody listens there.</error>
    public static async Task<Result<uint, LobsterError>> FindAsync(CaddyAdminAddress address, CancellationToken cancellationToken)
    {
        using var socket = address.NewSocket();
        try
        {
            await socket.ConnectAsync(address.EndPoint, cancellationToken);
        }
        catch (SocketException fault)
        {
            return Nobody(fault.Message);
        }

        var uid = address.EndPoint is IPEndPoint tcp ? OfListener(tcp.Port) : PeerCredentials.Of(socket)?.Uid;
        return uid is { } found ? found : Nobody("the kernel does not say who listens there");

        LobsterError Nobody(string why) =>
            new(EdgeErrors.CaddyRefused, $"Caddy does not answer on {address.EndPoint}: {why}", "start Caddy, or leave caddy.admin out of the configuration");
    }

    // Lines of proc_net(5): sl local_address rem_address st tx:rx tr:when retrnsmt uid …; addresses are hexadecimal, ADDRESS:PORT.
    private static uint? OfListener(int port)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        foreach (var file in (string[])["/proc/self/net/tcp", "/proc/self/net/tcp6"])
        {
            if (!File.Exists(file)) continue;
            foreach (var line in File.ReadLines(file))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length < 8 || fields[3] != Listening || !fields[1].EndsWith(end, StringComparison.Ordinal)) continue;
                if (uint.TryParse(fields[7], NumberStyles.None, CultureInfo.InvariantCulture, out var uid)) return uid;
            }
        }

        return null;
    }
}
