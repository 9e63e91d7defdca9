namespace Lobsterd.Standin.Interface;

/// <summary>One argument that a program knows.</summary>
/// <param name="Name">Without its dashes.</param>
/// <param name="TakesValue">Whether the next word is its value.</param>
public sealed record ArgumentRule(string Name, bool TakesValue = true)
{
    public bool Required { get; init; }

    public bool Repeatable { get; init; }

    public string? Requires { get; init; }

    public string? Forbids { get; init; }

    public string? Default { get; init; }
}
