using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Hypervisors;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>Ends the tenant's VMM and removes its jail.</summary>
public sealed class KillStep(HypervisorSet hypervisors) : EvictStep
{
    /// <inheritdoc/>
    public override string Name => "kill";

    /// <inheritdoc/>
    protected override async Task<UnitResult<LobsterError>> RemoveAsync(EvictPlan input, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(input.Tenant.Hypervisor).TryGetError(out var error, out var driver)) return error;
        return await driver.KillAsync(input.Tenant.Owner, cancellationToken);
    }
}
