using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Ends the VMM; its memory is free. Its TAP and its firewall elements stay for the one that comes after it.</summary>
public sealed class EndStep(HypervisorSet hypervisors) : SagaStep<SuspendPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "end";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(SuspendPlan input, CancellationToken cancellationToken)
    {
        var owner = input.Tenant.Owner;
        if (hypervisors.Of(input.Tenant.Hypervisor).TryGetError(out var error, out var driver)) return error;

        // Not the caller's token: half ended, the VM could not go on, and the undo would take from it what it has to wake from.
        if (!(await driver.KillAsync(owner, CancellationToken.None)).TryGetError(out error)) return Nothing.Value;

        // What could not be cleared behind a VMM that is gone is the next start's to clear.
        var isGone = (await driver.StatsAsync(owner, CancellationToken.None)).TryGetError(out var unread) && unread.Code == VmErrors.NotRunning;
        return isGone ? Nothing.Value : error;
    }

    /// <summary>There is nothing to undo: the tenant sleeps, and what is left of its VMM goes before the next one starts.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(SuspendPlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
