using System.CommandLine;

namespace Lobsterd.Cli.Commands;

/// <summary>A command whose help ends with details and examples.</summary>
/// <param name="name">As it is typed.</param>
/// <param name="summary">What it does, one sentence.</param>
/// <param name="details">What else must be known; may be empty.</param>
/// <param name="examples">Command lines.</param>
internal sealed class ExampledCommand(string name, string summary, string details, params string[] examples) : Command(name, summary)
{
    /// <summary>What else must be known.</summary>
    internal string Details { get; } = details;

    /// <summary>The examples.</summary>
    internal IReadOnlyList<string> Examples { get; } = examples;
}
