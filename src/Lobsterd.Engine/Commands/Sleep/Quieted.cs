using Lobsterd.Domain.Schedules;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>What <see cref="QuietStep"/> leaves.</summary>
/// <param name="Due">When the guest wants to be awake next; null for never.</param>
public sealed record Quieted(ScheduleDue? Due = null)
{
    /// <summary>Whether the guest stands still under the plan's nonce.</summary>
    public bool IsHeld { get; init; }
}
