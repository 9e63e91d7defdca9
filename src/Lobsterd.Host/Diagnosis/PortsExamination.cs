using System.Net;
using System.Net.Sockets;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Layout;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether the addresses that Caddy shall listen on are ours or free.</summary>
public sealed class PortsExamination(LobsterdPaths paths, CaddyConfig config) : IExamination
{
    /// <inheritdoc/>
    public string Name => "ports";

    /// <inheritdoc/>
    public async Task<HostCheck> ExamineAsync(CancellationToken cancellationToken)
    {
        var listen = TenantUrl.ListenOf(config);
        var all = string.Join(", ", listen);
        if (config.Admin is not null || await UnixDoor.AnswersAsync(paths.CaddyAdminSocket, cancellationToken))
            return new HostCheck(Name, CheckStatus.Ok, $"{all}: Caddy's", null);

        var taken = listen.Where(address => !IsFree(address)).ToList();
        return taken.Count == 0
            ? new HostCheck(Name, CheckStatus.Ok, $"{all}: free", null)
            : new HostCheck(Name, CheckStatus.Fail, $"{string.Join(", ", taken)}: taken by another program", "stop it, or set caddy.listen");
    }

    private static bool IsFree(string address)
    {
        var host = address[..address.LastIndexOf(':')].Trim('[', ']');
        var ip = host.Length == 0 ? IPAddress.Any : IPAddress.TryParse(host, out var parsed) ? parsed : null;

        // A name is Caddy's to resolve; there is nothing to try.
        if (ip is null || !IPEndPoint.TryParse($"{(ip.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{ip}]" : ip)}{address[address.LastIndexOf(':')..]}", out var endpoint))
            return true;
        using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            return true;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode != SocketError.AddressAlreadyInUse;
        }
    }
}
