namespace Lobsterd.Domain.Agent;

/// <summary>What the agent says on its health port.</summary>
/// <param name="IsClaimed">Whether the VM has an identity.</param>
/// <param name="IsWorkloadAnswering">Whether the workload's port takes connections.</param>
/// <param name="WorkloadState">The workload's state in one word: <c>none</c>, <c>starting</c>, <c>running</c>, <c>backoff</c>, <c>stopped</c>.</param>
public sealed record AgentHealth(bool IsClaimed, bool IsWorkloadAnswering, string WorkloadState);
