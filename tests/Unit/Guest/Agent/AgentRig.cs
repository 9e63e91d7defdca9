using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Guest.Agent;
using Lobsterd.Guest.Cgroups;
using Lobsterd.Guest.ProcessMode;
using Lobsterd.Host.Agent;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Guest.Loop;
using Lobsterd.Tests.Unit.Host.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Agent;

/// <summary>A whole agent on a loop of its own, with the surroundings of process mode and the loopback as its interface; beside it the host's own
/// client, whose doors lead to it.</summary>
internal sealed class AgentRig : IAgentDoors, IAsyncDisposable
{
    internal const string Token = "agent-token";

    private const int ControlPort = 9_052;
    private const int HealthPort = 9_053;

    private readonly ScratchFolder scratch = new();
    private readonly LoopThread loop = new();
    private readonly LoopbackNetwork network;
    private readonly Task<UnitResult<LobsterError>> running;
    private readonly GuestAgent agent;

    private AgentRig(LoopbackNetwork network)
    {
        this.network = network;
        var record = new CallRecord(scratch["calls"]);
        agent = new GuestAgent(loop.Loop, new AgentSurroundings
        {
            Machine = new RecordedMachine(Root, record),
            Network = network,
            Overlay = new RecordedOverlay(Root, record),
            Cgroups = new NoTree(),
            Root = Root,
            ControlPort = ControlPort,
            HealthPort = HealthPort,
        });
        _ = Directory.CreateDirectory(Root);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Ready = ready.Task;
        running = loop.RunAsync(() => agent.RunAsync(ready.SetResult));
        Client = new AgentClient(this, new AgentConfig(), TimeProvider.System);
    }

    internal static TenantClaim Claim => HostileAgent.Claim;

    internal AgentClient Client { get; }

    internal static VmOwner Owner => HostileAgent.Alice;

    /// <summary>The folder that is the guest's root.</summary>
    internal string Root => scratch["root"];

    internal GuestAgent Agent => agent;

    internal LoopThread Loop => loop;

    /// <summary>How it ended, once it has.</summary>
    internal Task<UnitResult<LobsterError>> Ended => running;

    /// <summary>The calls that would have changed the machine, in order.</summary>
    internal string[] Calls => File.Exists(scratch["calls"]) ? File.ReadAllLines(scratch["calls"]) : [];

    private Task Ready { get; }

    /// <summary>An agent whose ports are open.</summary>
    internal static async Task<AgentRig> StartAsync(LoopbackNetwork? network = null)
    {
        var rig = new AgentRig(network ?? new LoopbackNetwork());
        _ = await Task.WhenAny(rig.Ready, rig.running);
        return rig;
    }

    /// <summary>An agent that belongs to alice.</summary>
    internal static async Task<AgentRig> StartClaimedAsync(CancellationToken cancellationToken)
    {
        var rig = await StartAsync();
        Assert.True((await rig.Client.ClaimAsync(AgentRig.Owner, Claim, cancellationToken)).IsSuccess);
        return rig;
    }

    /// <summary>A connection for a peer that is no client of ours.</summary>
    internal async Task<AgentPeer> ConnectAsync(bool health = false)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(EndPointOf(health));
        return new AgentPeer(new NetworkStream(socket, ownsSocket: true), 1);
    }

    /// <summary>A connection to the control port, bare.</summary>
    internal async Task<Socket> OpenSocketAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(EndPointOf(health: false), cancellationToken);
        return socket;
    }

    public Task<Result<Stream, AgentLapse>> OpenAsync(VmOwner owner, int port, CancellationToken cancellationToken) => AgentSocket.ConnectAsync(
        new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), EndPointOf(port == ControlAddress.HealthPort), cancellationToken);

    public Result<IKnockListener, AgentLapse> Listen(VmOwner owner) => AgentLapse.NoInterface;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await loop.RunAsync(() =>
        {
            agent.Stop();
            return true;
        });
        _ = await running;
        await loop.RunAsync(async () => await agent.DisposeAsync());
        await loop.DisposeAsync();
        scratch.Dispose();
        Assert.Empty(loop.Faults);
    }

    private IPEndPoint EndPointOf(bool health) => new(network.Address, health ? HealthPort : ControlPort);
}
