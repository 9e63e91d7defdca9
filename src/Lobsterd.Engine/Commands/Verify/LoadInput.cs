namespace Lobsterd.Engine.Commands.Verify;

/// <summary>What <see cref="LoadStep"/> loads.</summary>
/// <param name="Plan">The trial's plan.</param>
/// <param name="OverlayPath">Absolute path of the VM's empty disk.</param>
public sealed record LoadInput(VerifyPlan Plan, string OverlayPath);
