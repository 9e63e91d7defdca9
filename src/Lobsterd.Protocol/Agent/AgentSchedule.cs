namespace Lobsterd.Protocol.Agent;

/// <summary>When a guest wants to be awake, in its own words; the host reads them.</summary>
public sealed record AgentSchedule
{
    /// <summary>The name of the file that says it, at most <see cref="AgentLimits.MaxScheduleIdLength"/> characters.</summary>
    public required string Id { get; init; }

    /// <summary>What the file says, at most <see cref="AgentLimits.MaxScheduleTextLength"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>When the file was last written, in milliseconds since 1970-01-01 UTC by the guest's clock.</summary>
    public required long SinceUnixMs { get; init; }
}
