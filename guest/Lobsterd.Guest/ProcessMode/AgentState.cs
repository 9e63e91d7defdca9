using Lobsterd.Domain.Workloads;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.ProcessMode;

/// <summary>What of an agent in process mode outlives its process; it holds the tenant's secrets.</summary>
/// <param name="Schema">Version of this record.</param>
/// <param name="Claim">The claim; null while anonymous.</param>
/// <param name="IsWorkloadWanted">Whether the workload runs or is being started.</param>
/// <param name="Requests">The gateway's request counter.</param>
internal sealed record AgentState(int Schema, AgentRequest.Claim? Claim, bool IsWorkloadWanted, long Requests)
{
    /// <summary>The version that we write and read.</summary>
    internal const int CurrentSchema = 1;

    /// <summary>What the agent was held under; null when it was not. A held one starts nothing until it is reclaimed or released.</summary>
    public byte[]? Nonce { get; init; }

    /// <summary>The workload whose program waits for its tenant; null when none does. A process is no part of a state, so it is started again.</summary>
    public PreparedWorkload? Waiting { get; init; }
}
