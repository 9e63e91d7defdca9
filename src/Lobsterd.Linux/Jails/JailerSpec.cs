namespace Lobsterd.Linux.Jails;

/// <summary>What the launcher is told where the jail is built by a jailer: a program that puts a VMM into a pid namespace, writes the VMM's pid
/// down and ends. All paths are absolute and normal.</summary>
public sealed record JailerSpec
{
    /// <summary>The jailer.</summary>
    public required string Jailer { get; init; }

    /// <summary>Its arguments, after its own name.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The file that it writes the VMM's pid to; not there yet.</summary>
    public required string PidFile { get; init; }

    /// <summary>Cgroup folders that launcher, jailer and VMM live in.</summary>
    public required IReadOnlyList<string> Cgroups { get; init; }

    /// <summary>An existing folder, root's alone, for the files of <see cref="JailFiles"/>.</summary>
    public required string RunFolder { get; init; }
}
