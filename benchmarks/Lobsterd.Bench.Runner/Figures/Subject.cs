using System.Text.RegularExpressions;
using Lobsterd.Bench.Runner.Machines;

namespace Lobsterd.Bench.Runner.Figures;

/// <summary>What a figure is about: its name and the machine it is taken on, made together so that neither can lie about the other.</summary>
/// <remarks>A spawn time wants a <see cref="GuestMachine"/>, and every other name is refused the word: what the null machine takes is lobsterd's own
/// cost, and nobody waits for that alone.</remarks>
public sealed partial record Subject
{
    private const string SpawnWord = "spawn";

    private Subject(string name, Machine machine)
    {
        Name = name;
        Machine = machine;
    }

    /// <summary>Lower-case words joined by dots and hyphens, e.g. <c>edge.added-latency</c>; together with the machine it is unique.</summary>
    public string Name { get; }

    /// <summary>What it is taken on.</summary>
    public Machine Machine { get; }

    /// <summary>Anything but a spawn time.</summary>
    /// <exception cref="ArgumentException">The name is malformed, or speaks of a spawn.</exception>
    public static Subject Of(string name, Machine machine)
    {
        if (!Shape().IsMatch(name)) throw new ArgumentException($"'{name}' is not lower-case words joined by dots and hyphens", nameof(name));
        if (name.Contains(SpawnWord, StringComparison.Ordinal))
            throw new ArgumentException($"'{name}' speaks of a spawn: use {nameof(SpawnTime)}, or say whose cost it is", nameof(name));
        return new Subject(name, machine);
    }

    /// <summary>The time that a spawn takes on a machine that really boots.</summary>
    /// <param name="detail">Which part or kind of it, e.g. <c>cold.added</c>.</param>
    /// <param name="machine">One that boots.</param>
    /// <exception cref="ArgumentException">The detail is malformed.</exception>
    public static Subject SpawnTime(string detail, GuestMachine machine)
    {
        if (!Shape().IsMatch(detail)) throw new ArgumentException($"'{detail}' is not lower-case words joined by dots and hyphens", nameof(detail));
        return new Subject($"{SpawnWord}.{detail}", machine);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}@{Machine}";

    [GeneratedRegex(@"^[a-z][a-z0-9]*([.-][a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
