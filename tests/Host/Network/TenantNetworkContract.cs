using System.Net;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>What a tenant's network promises, whatever firewall keeps it: real packets between real namespaces. Every refusal is proved beside an
/// answer: in the same run, the same target answers somebody who may ask.</summary>
/// <remarks>A packet that must not arrive is followed by one that must, on the same way; when that one is there, the first one has been dropped.</remarks>
public abstract partial class TenantNetworkContract : IAsyncLifetime
{
    private const int Workload = 9_000;
    private const uint SomeUser = 54_321;

    private NetSandbox sandbox = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static IPAddress HostLinkLocal { get; } = IPAddress.Parse(ControlAddress.Host);

    public async ValueTask InitializeAsync() => sandbox = await NetSandbox.StartAsync(Make, new NetworkConfig());

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether a guest's fragment is judged alone. iptables may look after the kernel has joined them: there a guest that forges another's address can spoil that
    /// guest's fragmented packets, and never speak in them. The README says so.</summary>
    private protected virtual bool JudgesBeforeJoining => true;

    /// <summary>The network under test with one back end.</summary>
    private protected abstract TenantNetwork Make(LobsterdPaths paths, NetworkPlan plan, NetworkConfig config);

    /// <summary>Where the host reaches a guest's agent.</summary>
    private static ControlEndpoint Agent(Guest guest, int port = ControlAddress.ControlPort) => ControlEndpoint.Find(guest.Owner.Slot, port).Succeed();

    /// <summary>As root on the host, asks a guest's agent. Whatever the guest sent before has been judged when it answers.</summary>
    private static async Task AskAgentAsync(Guest guest, int port = ControlAddress.ControlPort)
    {
        var agent = Agent(guest, port);
        using var socket = agent.OpenSocket();
        await Talk.AskAsync(socket, agent.Remote);
    }

    private static IEnumerable<Packet> HeardBut(Guest guest, params int[] ports) =>
        guest.Wire.Heard.Where(packet => !packet.IsChatter && !ports.Contains(packet.DestinationPort));
}
