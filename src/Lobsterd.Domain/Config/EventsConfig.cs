namespace Lobsterd.Domain.Config;

/// <summary>The audit log.</summary>
public sealed record EventsConfig
{
    /// <summary>Most bytes that it may take on the disk; the oldest events go first.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>Days that an event is kept at most.</summary>
    public int MaxAgeDays { get; init; } = 365;
}
