using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>Restores the copied VM as a new tenant's, lets it run, and waits until its agent is there: it stands still, and knows only that it is a copy or was copied.</summary>
public sealed class CopyVmStep(HypervisorSet hypervisors, IAgents agents) : SagaStep<CopyVmInput, VmProcess>
{
    // What a guest that was awake a moment ago needs to answer, and much more.
    private static readonly TimeSpan LongestYawn = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public override string Name => "vm";

    /// <inheritdoc/>
    public override async Task<Result<VmProcess, LobsterError>> DoAsync(CopyVmInput input, CancellationToken cancellationToken)
    {
        var owner = input.Boot.Owner;
        if (hypervisors.Of(input.Hypervisor).TryGetError(out var error, out var driver)) return error;

        // What an earlier try left half loaded may look like a VM that is whole.
        if ((await driver.KillAsync(owner, cancellationToken)).TryGetError(out error)) return error;
        if ((await driver.RestoreAsync(input.Boot, input.Files, cancellationToken)).TryGetError(out error, out var process)) return error;
        return await driver.ResumeAsync(owner, cancellationToken)
            .Bind(() => agents.WaitReadyAsync(owner, LongestYawn, cancellationToken))
            .Map(() => process);
    }

    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> UndoAsync(CopyVmInput input, VmProcess? output, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(input.Hypervisor).TryGetError(out var error, out var driver)) return error;
        return await driver.KillAsync(input.Boot.Owner, cancellationToken);
    }
}
