using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>Has the guest stand still: what runs in it is frozen and it has no address, so that a copy of it wakes up as nobody and sends nothing.</summary>
public sealed class HoldStep(IAgents agents, HypervisorSet hypervisors) : SagaStep<ForkPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "hold";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(ForkPlan input, CancellationToken cancellationToken)
    {
        var source = input.Source;

        // What it writes out now, it need not write out while it stands still.
        if ((await agents.SyncAsync(source.Owner, source.AgentToken, cancellationToken)).TryGetError(out var error)) return error;
        if ((await agents.HoldAsync(source.Owner, source.AgentToken, input.Nonce, cancellationToken)).TryGetError(out error)) return error;

        // A connection that stays would be copied too, with an end of it that leads nowhere.
        await agents.HangUpAsync(source.Owner, cancellationToken);
        return Nothing.Value;
    }

    /// <summary>It goes on. A VM that has ended meanwhile holds nobody.</summary>
    public override async Task<UnitResult<LobsterError>> UndoAsync(ForkPlan input, Nothing? output, CancellationToken cancellationToken)
    {
        var source = input.Source;
        var released = await agents.ReleaseAsync(source.Owner, source.AgentToken, input.Nonce, cancellationToken);

        // One that refuses is not held: it knows nothing of it.
        if (!released.TryGetError(out var error) || error.Code == AgentErrors.Refused) return UnitResult.Success<LobsterError>();
        if (hypervisors.Of(source.Hypervisor).TryGetError(out var none, out var driver)) return none;
        return (await driver.StatsAsync(source.Owner, cancellationToken)).TryGetError(out var unread) && unread.Code == VmErrors.NotRunning
            ? UnitResult.Success<LobsterError>()
            : error;
    }
}
