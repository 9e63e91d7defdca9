namespace Lobsterd.Engine.Commands.Templates;

/// <summary>What <see cref="SaveStep"/> saves.</summary>
/// <param name="Plan">The build's plan.</param>
/// <param name="OverlayPath">Absolute path of the VM's disk.</param>
public sealed record SaveInput(TemplateBuildPlan Plan, string OverlayPath);
