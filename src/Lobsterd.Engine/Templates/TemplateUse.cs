using Lobsterd.Domain.Templates;

namespace Lobsterd.Engine.Templates;

/// <summary>What a spawn has to do with templates.</summary>
/// <param name="Inputs">The template that would fit it.</param>
/// <param name="IsReady">Whether there is one, so that its VM is restored; otherwise it boots, and one is made behind it.</param>
public sealed record TemplateUse(TemplateInputs Inputs, bool IsReady);
