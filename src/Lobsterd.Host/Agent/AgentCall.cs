using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>One request to one agent, with its bound.</summary>
/// <param name="Owner">Whose agent.</param>
/// <param name="Request">What is asked.</param>
/// <param name="Act">What is asked in words, for messages: <c>claim</c>, <c>workload.start</c>.</param>
/// <param name="Bound">Longest wait from connecting to the whole reply.</param>
internal sealed record AgentCall(VmOwner Owner, AgentRequest Request, string Act, TimeSpan Bound)
{
    /// <summary>The agent's port.</summary>
    internal int Port { get; init; } = ControlAddress.ControlPort;

    /// <summary>Whether the connection may serve the tenant's next request too: not one that becomes a stream, nor one after which the VM
    /// is frozen or gone, since a snapshot taken meanwhile would hold the guest's end of it.</summary>
    internal bool KeepsConnection { get; init; } = true;

    /// <summary>Whether it becomes a stream of which little comes, and that little may wait.</summary>
    internal bool IsPatient { get; init; }
}
