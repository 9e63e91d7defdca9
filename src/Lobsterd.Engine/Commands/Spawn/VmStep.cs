using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Starts the tenant's VM.</summary>
public sealed class VmStep(HypervisorSet hypervisors) : SagaStep<VmInput, VmProcess>
{
    /// <inheritdoc/>
    public override string Name => "vm";

    /// <inheritdoc/>
    public override Task<Result<VmProcess, LobsterError>> DoAsync(VmInput input, CancellationToken cancellationToken) =>
        hypervisors.Of(input.Hypervisor).Bind(driver => driver.BootAsync(input.Boot, cancellationToken));

    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> UndoAsync(VmInput input, VmProcess? output, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(input.Hypervisor).TryGetError(out var error, out var driver)) return error;
        return await driver.KillAsync(input.Boot.Owner, cancellationToken);
    }
}
