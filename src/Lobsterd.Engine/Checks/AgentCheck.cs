using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the agent answers, and to the tenant's token.</summary>
public sealed class AgentCheck() : TenantCheck(HealthChecks.Agent)
{
    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken) =>
        (await look.AskGuestAsync(cancellationToken)).TryGetError(out var error)
            ? Observation.Failed(error.FullMessage)
            : Observation.Healthy("it answers to its token");
}
