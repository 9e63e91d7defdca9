using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the VMM is held to its limits.</summary>
public sealed class LimitsCheck(IVmLimits limits) : TenantCheck(HealthChecks.Limits)
{
    /// <inheritdoc/>
    public override Task<Observation> LookAsync(Tenant tenant, CancellationToken cancellationToken) =>
        Task.FromResult(Observation.Of(CSharpFunctionalExtensions.Result.Success<IReadOnlyList<string>, Domain.Errors.LobsterError>(limits.FaultsOf(tenant)), "all limits that the host can keep are in force"));
}
