namespace Lobsterd.Domain.Agent;

/// <summary>What the agent runs for the tenant.</summary>
public sealed record WorkloadSpec
{
    /// <summary>The workload's name, e.g. <c>gateway</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Program and arguments; empty means the demo gateway inside the guest binary.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The guest's user that it runs as; never root.</summary>
    public string User { get; init; } = "tenant";

    /// <summary>The port on which it answers; readiness is a TCP connection to it.</summary>
    public required int Port { get; init; }

    /// <summary>A path that it answers over HTTP, without an error, once it can serve; null: a connection says so.</summary>
    public string? HealthPath { get; init; }

    /// <summary>Files that are made for it where there are none yet.</summary>
    public IReadOnlyList<WorkloadFile> Files { get; init; } = [];

    /// <summary>Environment variables; the tenant's secrets are not among them.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
