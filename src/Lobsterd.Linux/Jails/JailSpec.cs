namespace Lobsterd.Linux.Jails;

/// <summary>What the launcher is told: one VMM, its jail, and where its end is recorded. All paths are absolute and normal.</summary>
public sealed record JailSpec
{
    /// <summary>The VMM, as a path in the jail; one of <see cref="Mounts"/> puts it there.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments, after its own name.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Its whole environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>User that it runs as; never root.</summary>
    public required uint UserId { get; init; }

    /// <summary>Group that it runs as; never root's.</summary>
    public required uint GroupId { get; init; }

    /// <summary>Supplementary groups, e.g. that of /dev/kvm; never root's.</summary>
    public required IReadOnlyList<uint> Groups { get; init; }

    /// <summary>Cgroup folders that launcher and VMM live in.</summary>
    public required IReadOnlyList<string> Cgroups { get; init; }

    /// <summary>An existing folder of the host that the jail's root is built on; nothing is ever seen there from outside.</summary>
    public required string MountPoint { get; init; }

    /// <summary>All that the jail holds, beside /proc with the VMM's own entry.</summary>
    public required IReadOnlyList<JailMount> Mounts { get; init; }

    /// <summary>Numbers of the descriptors that the VMM gets, the same as in the launcher: 10 to 255.</summary>
    public required IReadOnlyList<int> Descriptors { get; init; }

    /// <summary>Resource limits of launcher and VMM.</summary>
    public required JailLimits Limits { get; init; }

    /// <summary>An existing folder, root's alone, for the files of <see cref="JailFiles"/>.</summary>
    public required string RunFolder { get; init; }
}
