using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Jail;

/// <summary>A VMM as it shall be started in a jail.</summary>
public sealed record JailInput
{
    /// <summary>Where it shall live: decides UID, GID, cgroup and run folder, which exists.</summary>
    public required JailPlace Place { get; init; }

    /// <summary>The program, on the host and in the jail.</summary>
    public required JailedProgram Program { get; init; }

    /// <summary>Its arguments; the paths in them are the jail's.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>What it is handed, under numbers from 10 to 255; 0 is /dev/null, 1 and 2 end in bounded logs. Stay the caller's.</summary>
    public required IReadOnlyList<ChildDescriptor> Descriptors { get; init; }

    /// <summary>What it may use.</summary>
    public required CgroupLimits Limits { get; init; }

    /// <summary>Largest size of a file that it may write, in bytes: its disk's.</summary>
    public required long LargestFileBytes { get; init; }

    /// <summary>Most descriptors that it may have open.</summary>
    public int OpenFiles { get; init; } = 1024;
}
