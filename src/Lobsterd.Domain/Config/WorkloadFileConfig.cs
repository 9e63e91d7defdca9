namespace Lobsterd.Domain.Config;

/// <summary>A file that a workload finds in the guest; its user owns it.</summary>
public sealed record WorkloadFileConfig
{
    /// <summary>Its mode in octal, without bits beyond those of reading, writing and executing.</summary>
    public string Mode { get; init; } = "0600";

    /// <summary>What it holds.</summary>
    public string Content { get; init; } = "";
}
