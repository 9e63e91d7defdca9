namespace Lobsterd.Domain.Agent;

/// <summary>A secret on its way to a workload.</summary>
/// <param name="Key">A variable's name.</param>
/// <param name="Value">What must stay secret.</param>
/// <param name="IsFile">Whether it is a file for the workload's user; otherwise a variable of its environment.</param>
public sealed record WorkloadSecret(string Key, string Value, bool IsFile)
{
    /// <summary>The key alone.</summary>
    public override string ToString() => Key;
}
