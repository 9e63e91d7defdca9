namespace Lobsterd.Linux.Processes;

/// <summary>Whom a child runs as. Its capability bounding set is cut down to <see cref="AmbientCapabilities"/>, root included.</summary>
public sealed record Credentials
{
    /// <summary>Real, effective and saved user id.</summary>
    public required uint UserId { get; init; }

    /// <summary>Real, effective and saved group id.</summary>
    public required uint GroupId { get; init; }

    /// <summary>Supplementary groups; none unless named.</summary>
    public IReadOnlyList<uint> Groups { get; init; } = [];

    /// <summary>Capability numbers (linux/capability.h) that survive the exec; none unless named.</summary>
    public IReadOnlyList<int> AmbientCapabilities { get; init; } = [];
}
