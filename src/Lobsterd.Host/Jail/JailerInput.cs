using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Cgroups;

namespace Lobsterd.Host.Jail;

/// <summary>A VMM as it shall be started by a jailer.</summary>
public sealed record JailerInput
{
    /// <summary>Whose it is: decides cgroup and run folder, which exists.</summary>
    public required VmOwner Owner { get; init; }

    /// <summary>Absolute path of the jailer.</summary>
    public required string Jailer { get; init; }

    /// <summary>Its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The file that it writes the VMM's pid to.</summary>
    public required string PidFile { get; init; }

    /// <summary>What launcher, jailer and VMM may use together.</summary>
    public required CgroupLimits Limits { get; init; }
}
