using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>What <see cref="AnswerStep"/> takes.</summary>
/// <param name="Tenant">Who was woken.</param>
/// <param name="WasBooted">Whether it booted instead, which has waited for the workload already.</param>
public sealed record AnswerInput(Tenant Tenant, bool WasBooted);
