namespace Lobsterd.Domain.Config;

/// <summary>A workload that tenants can ask for by name.</summary>
public sealed record WorkloadConfig
{
    /// <summary>Program and arguments in the guest; empty means the demo gateway.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The guest's user that it runs as; never root.</summary>
    public string User { get; init; } = "tenant";

    /// <summary>The port on which it answers, 1 to 65,535, but not 52 or 53.</summary>
    public int Port { get; init; } = 9_000;

    /// <summary>Its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
