namespace Lobsterd.Domain.Config;

/// <summary>What becomes of a host that is less safe than it could be.</summary>
public sealed record PostureConfig
{
    /// <summary>The doctor says so, and that is all.</summary>
    public const string Advise = "advise";

    /// <summary>No tenant is let in while a check of high severity fails.</summary>
    public const string Enforce = "enforce";

    /// <summary><c>advise</c> or <c>enforce</c>.</summary>
    public string Mode { get; init; } = Advise;

    /// <summary>Checks that an operator lives with, by name, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> Waivers { get; init; } = new Dictionary<string, string>();
}
