namespace Lobsterd.Domain.Agent;

/// <summary>A command to run in the guest.</summary>
public sealed record ExecSpec
{
    /// <summary>Program and arguments, at least one; looked up in the guest's PATH.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The guest's user to run as.</summary>
    public string User { get; init; } = "root";

    /// <summary>Whether it runs in the workload's environment, as the workload's user.</summary>
    public bool AsWorkload { get; init; }

    /// <summary>Whether it gets a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>The terminal's columns at the start, 1 to 4096.</summary>
    public int Columns { get; init; } = 80;

    /// <summary>The terminal's rows at the start, 1 to 4096.</summary>
    public int Rows { get; init; } = 24;

    /// <summary>Environment variables added to the guest's defaults.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
