using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Starts the tenant's VM when its turn to boot has come. The turn is kept until its agent has answered, or it is gone again.</summary>
public sealed class VmStep(HypervisorSet hypervisors, BootGate gate) : SagaStep<VmInput, VmProcess>
{
    /// <inheritdoc/>
    public override string Name => "vm";

    /// <inheritdoc/>
    public override async Task<Result<VmProcess, LobsterError>> DoAsync(VmInput input, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(input.Hypervisor).TryGetError(out var error, out var driver)) return error;
        await gate.EnterAsync(input.Boot.Owner.Id, cancellationToken);
        return await driver.BootAsync(input.Boot, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> UndoAsync(VmInput input, VmProcess? output, CancellationToken cancellationToken)
    {
        try
        {
            if (hypervisors.Of(input.Hypervisor).TryGetError(out var error, out var driver)) return error;
            return await driver.KillAsync(input.Boot.Owner, cancellationToken);
        }
        finally
        {
            gate.Leave(input.Boot.Owner.Id);
        }
    }
}
