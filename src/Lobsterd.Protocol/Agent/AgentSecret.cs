namespace Lobsterd.Protocol.Agent;

/// <summary>A secret of a tenant on its way to the workload; never written to a disk on either side.</summary>
public sealed record AgentSecret
{
    /// <summary>Its key: a variable's name.</summary>
    public required string Key { get; init; }

    /// <summary>What must stay secret.</summary>
    public required string Value { get; init; }

    /// <summary>Whether it is the file <c>/run/secrets/KEY</c>; otherwise a variable of the workload's environment.</summary>
    public required bool IsFile { get; init; }

    /// <summary>The key alone.</summary>
    public override string ToString() => Key;
}
