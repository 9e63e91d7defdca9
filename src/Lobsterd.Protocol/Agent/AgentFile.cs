namespace Lobsterd.Protocol.Agent;

/// <summary>A file that a workload finds in its guest; its user owns it.</summary>
public sealed record AgentFile
{
    /// <summary>Absolute, without <c>.</c> and <c>..</c> as parts.</summary>
    public required string Path { get; init; }

    /// <summary>Permission bits, at most 0777.</summary>
    public required int Mode { get; init; }

    /// <summary>What it holds.</summary>
    public required string Content { get; init; }
}
