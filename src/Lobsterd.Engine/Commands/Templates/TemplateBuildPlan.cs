using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Templates;

/// <summary>Everything that is decided before a template's VM boots.</summary>
/// <param name="Owner">The builder's mark of this build.</param>
/// <param name="Inputs">What is made.</param>
/// <param name="ImageName">The image's name, for people.</param>
/// <param name="Hypervisor">The driver.</param>
/// <param name="BeganAt">When it began (UTC).</param>
public sealed record TemplateBuildPlan(VmOwner Owner, TemplateInputs Inputs, string ImageName, HypervisorName Hypervisor, DateTimeOffset BeganAt);
