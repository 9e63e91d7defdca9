namespace Lobsterd.Domain.Config;

/// <summary>Bounds for talking to agents.</summary>
public sealed record AgentConfig
{
    /// <summary>Longest wait for one answer, 100 to 60,000 ms.</summary>
    public int AnswerTimeoutMs { get; init; } = 10_000;

    /// <summary>Longest wait for a started workload's port, 100 to 600,000 ms.</summary>
    public int WorkloadTimeoutMs { get; init; } = 60_000;

    /// <summary>Longest wait for a graceful shutdown, 100 to 600,000 ms; after it the VM is killed.</summary>
    public int ShutdownTimeoutMs { get; init; } = 15_000;
}
