namespace Lobsterd.Protocol.Reef;

/// <summary>What a tenant is forked into.</summary>
public sealed record ForkBody
{
    /// <summary>The new tenants' names, 1 to 64.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Whether what ran in the original goes on in the copies, secrets in its memory included. Otherwise their workloads start anew.</summary>
    public bool KeepProcesses { get; set; }
}
