namespace Lobsterd.Protocol.Reef;

/// <summary>Which service this is.</summary>
public sealed record VersionBody
{
    /// <summary>The service's version.</summary>
    public required string Version { get; init; }

    /// <summary>Its process id.</summary>
    public required int Pid { get; init; }

    /// <summary>Its root.</summary>
    public required string Root { get; init; }

    /// <summary>When it started (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether <c>init</c> has run.</summary>
    public required bool Initialized { get; init; }

    /// <summary>The hypervisor that new tenants get; null when there is none.</summary>
    public HypervisorBody? Hypervisor { get; init; }
}
