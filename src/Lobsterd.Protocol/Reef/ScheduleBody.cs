namespace Lobsterd.Protocol.Reef;

/// <summary>When a guest wants to be awake.</summary>
/// <param name="Id">Its name in the guest.</param>
/// <param name="Text">What the guest says; null for a sleeper's, of which only the next instant is kept.</param>
/// <param name="NextAt">When it is due next (UTC); null for never again.</param>
/// <param name="Fault">Why it cannot be understood; null when it can.</param>
public sealed record ScheduleBody(string Id, string? Text, DateTimeOffset? NextAt, string? Fault)
{
    /// <summary>Until when it holds its guest awake (UTC); null when it does not, or not any more.</summary>
    public DateTimeOffset? HeldUntil { get; init; }
}
