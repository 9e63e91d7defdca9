namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>What <see cref="QuietStep"/> leaves.</summary>
public sealed record Quieted
{
    /// <summary>Whether the guest stands still under the plan's nonce.</summary>
    public bool IsHeld { get; init; }
}
