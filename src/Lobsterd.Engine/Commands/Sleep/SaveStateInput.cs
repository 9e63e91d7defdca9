namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>What <see cref="SaveStateStep"/> saves.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="IsHeld">Whether the guest stands still under the plan's nonce.</param>
public sealed record SaveStateInput(SuspendPlan Plan, bool IsHeld);
