using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the VMM is held to its limits.</summary>
public sealed class LimitsCheck(IVmLimits limits) : TenantCheck(HealthChecks.Limits)
{
    /// <inheritdoc/>
    public override Task<Observation> LookAsync(TenantLook look, CancellationToken cancellationToken) =>
        Task.FromResult(Observation.Of(CSharpFunctionalExtensions.Result.Success<IReadOnlyList<string>, Domain.Errors.LobsterError>(limits.FaultsOf(look.Tenant)), "all limits that the host can keep are in force"));
}
