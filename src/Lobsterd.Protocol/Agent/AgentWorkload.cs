namespace Lobsterd.Protocol.Agent;

/// <summary>What an agent runs for its tenant, as the claim carries it.</summary>
public sealed record AgentWorkload
{
    /// <summary>The workload's name.</summary>
    public required string Name { get; init; }

    /// <summary>Program and arguments; empty means the demo gateway inside the guest binary.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The guest's user that it runs as; never root.</summary>
    public required string User { get; init; }

    /// <summary>The TCP port on which it answers, 1 to 65,535.</summary>
    public required int Port { get; init; }

    /// <summary>A path that it answers over HTTP, without an error, once it can serve; absent: a connection says so.</summary>
    public string? HealthPath { get; init; }

    /// <summary>Environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Files that are made where there are none yet, at most 32; absent means none.</summary>
    public IReadOnlyList<AgentFile>? Files { get; init; }
}
