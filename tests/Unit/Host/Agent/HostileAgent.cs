using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Agent;

namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>An agent in this process behind a loopback port, which does to each connection whatever the test says, then closes it.</summary>
internal sealed class HostileAgent : IAgentDoors, IAsyncDisposable
{
    private readonly Func<AgentPeer, Task> behave;
    private readonly CancellationTokenSource end = new();  // without a timer, so there is nothing to dispose
    private readonly List<Task> peers = [];
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly IPEndPoint endpoint;
    private readonly Task accepting;

    internal HostileAgent(Func<AgentPeer, Task> behave)
    {
        this.behave = behave;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        endpoint = (IPEndPoint)listener.LocalEndPoint!;
        accepting = AcceptAsync();
    }

    internal static VmOwner Alice { get; } = new(Guid.Parse("0191e4a0-0000-7000-8000-000000000001"), TenantName.Parse("alice").Value, new Slot(7));

    internal static TenantClaim Claim { get; } = new()
    {
        Id = Alice.Id,
        Name = Alice.Name,
        Address = IPAddress.Parse("10.66.0.30"),
        PrefixLength = 30,
        Gateway = IPAddress.Parse("10.66.0.29"),
        Dns = [IPAddress.Parse("9.9.9.9")],
        AgentToken = "agent-token",
        GatewayToken = "gateway-token",
        Now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000),
        Entropy = new byte[64],
        Workload = new WorkloadSpec { Name = "gateway", Port = 9000 },
    };

    /// <summary>How many connections the host has opened.</summary>
    internal int Connections { get; private set; }

    /// <summary>Ports that the host asked for, in order.</summary>
    internal List<int> Ports { get; } = [];

    /// <summary>The knock, for tests that knock.</summary>
    internal KnockByHand Knock { get; } = new();

    internal AgentClient Client(TimeProvider? clock = null, AgentConfig? bounds = null) =>
        new(this, bounds ?? new AgentConfig(), clock ?? TimeProvider.System);

    public Task<Result<Stream, AgentLapse>> OpenAsync(VmOwner owner, int port, CancellationToken cancellationToken)
    {
        Ports.Add(port);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        return AgentSocket.ConnectAsync(socket, endpoint, cancellationToken);
    }

    public Task<Result<Stream, AgentLapse>> OpenPatientAsync(VmOwner owner, int port, CancellationToken cancellationToken)
    {
        Ports.Add(port);
        return AgentSocket.ConnectPatientlyAsync(endpoint, through: null, cancellationToken);
    }

    public Result<IKnockListener, AgentLapse> Listen(VmOwner owner) => Knock;

    public async ValueTask DisposeAsync()
    {
        if (end.IsCancellationRequested) return;
        await end.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(peers);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(end.Token);
                peers.Add(ServeAsync(socket, ++Connections));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        await using var cut = end.Token.Register(stream.Dispose);
        try
        {
            await behave(new AgentPeer(stream, number));
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException) { }
    }
}
