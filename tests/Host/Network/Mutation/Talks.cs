using System.Net;
using System.Net.Sockets;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Host.Network;
using Lobsterd.Tests.Fixtures;
using Xunit;
using Xunit.Sdk;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>Whole connections that must come about, and go on.</summary>
internal sealed class Talks : IWorld
{
    private const int Workload = 9_000;

    private readonly Guest alice;
    private readonly EchoServer agent;
    private readonly EchoServer workload;

    private Talks(NetSandbox sandbox, Guest alice, EchoServer agent, EchoServer workload) =>
        (Sandbox, this.alice, this.agent, this.workload) = (sandbox, alice, agent, workload);

    /// <inheritdoc/>
    public NetSandbox Sandbox { get; }

    /// <summary>Moves a guest in, with an agent and a workload.</summary>
    internal static async Task<Talks> StartAsync(NetSandbox sandbox)
    {
        var alice = await sandbox.MoveInAsync("alice", 0, Workload);
        var talks = new Talks(sandbox, alice, await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort), await EchoServer.ListenAsync(alice.Place, Workload));

        // The first packet to whom the kernel does not know yet may be lost, and the next one comes a second later.
        Assert.All(await talks.HearAllAsync(), heard => Assert.EndsWith(": yes", heard, StringComparison.Ordinal));
        return talks;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> TryAllAsync()
    {
        // Most mutants keep somebody from answering, and each is waited for.
        Eventually.WaitAtMost(TimeSpan.FromSeconds(1));
        return await HearAllAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await agent.DisposeAsync();
        await workload.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    private async Task<IReadOnlyList<string>> HearAllAsync()
    {
        var agents = ControlEndpoint.Find(alice.Owner.Slot, ControlAddress.ControlPort).Succeed();
        using var control = agents.OpenSocket();
        using var edge = await Talk.SocketOfUserAsync(Sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork);
        var seen = new List<string>
        {
            await HeardAsync("the agent answers", control, agents.Remote),
            await HeardAsync("the workload answers the edge", edge, new IPEndPoint(alice.Address, Workload)),
        };

        // Sockets are judged when they connect: one that is connected goes on, though its port is the tenant's no longer.
        await Sandbox.AttachAsync(alice.Owner, EgressPolicy.Open);
        seen.Add(await HeardAsync("it still does", edge, new IPEndPoint(alice.Address, Workload)));
        await Sandbox.AttachAsync(alice.Owner, EgressPolicy.Open, Workload);
        return seen;
    }

    private static async Task<string> HeardAsync(string what, Socket socket, IPEndPoint to)
    {
        try
        {
            await Talk.AskAsync(socket, to);
            return $"{what}: yes";
        }
        catch (Exception silent) when (silent is IAssertionException or SocketException)
        {
            return $"{what}: no";
        }
    }
}
