using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Snap;

/// <summary>Holds the guest's file system still, makes the copy equal to the disk, and lets go.</summary>
/// <remarks>The guest lets go by itself after <c>snap.maxFreezeMs</c>, whatever becomes of us. So a copy counts only where letting go was still ours to do:
/// a guest that had done it before may have written meanwhile.</remarks>
public sealed class SnapCopyStep(ISnaps snaps, IAgents agents, SnapConfig config, TimeProvider clock) : SagaStep<SnapPlan, SnapCopyOutput>
{
    private static readonly TimeSpan ThawBound = TimeSpan.FromSeconds(10);

    private TimeSpan Longest => TimeSpan.FromMilliseconds(config.MaxFreezeMs);

    /// <inheritdoc/>
    public override string Name => "copy";

    /// <inheritdoc/>
    /// <error code="snap.freeze.exceeded">It was not done in the time for which writers may be held back.</error>
    public override async Task<Result<SnapCopyOutput, LobsterError>> DoAsync(SnapPlan input, CancellationToken cancellationToken)
    {
        if (!input.IsRunning) return (await snaps.CopyAsync(input.Draft, cancellationToken)).Map(() => new SnapCopyOutput(0));

        // What it writes out now, it need not write out while its writers wait. A guest that is slow at it is frozen all the same.
        _ = await agents.SyncAsync(input.Tenant.Owner, input.Tenant.AgentToken, cancellationToken);
        var began = clock.GetTimestamp();
        var copied = UnitResult.Success<LobsterError>();
        UnitResult<LobsterError> thawed;
        try
        {
            copied = await FreezeAndCopyAsync(input, cancellationToken);
        }
        finally
        {
            thawed = await ThawAsync(input);
        }

        var frozen = clock.GetElapsedTime(began);
        if (copied.TryGetError(out var failed)) return failed;
        if (thawed.TryGetError(out var late)) return late.Code == AgentErrors.Refused ? Exceeded(input, late) : late;
        return new SnapCopyOutput(frozen.TotalMilliseconds);
    }

    /// <summary>Lets a guest go that a service held still when it died; the copy is the step's before it to remove. One that does not answer lets go by itself.</summary>
    public override async Task<UnitResult<LobsterError>> UndoAsync(SnapPlan input, SnapCopyOutput? output, CancellationToken cancellationToken)
    {
        if (input.IsRunning) _ = await ThawAsync(input);
        return UnitResult.Success<LobsterError>();
    }

    private async Task<UnitResult<LobsterError>> FreezeAndCopyAsync(SnapPlan input, CancellationToken cancellationToken)
    {
        if ((await agents.FreezeAsync(input.Tenant.Owner, input.Tenant.AgentToken, Longest, cancellationToken)).TryGetError(out var refused)) return refused;
        using var bound = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await snaps.CopyAsync(input.Draft, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Exceeded(input, cause: null);
        }
    }

    private async Task<UnitResult<LobsterError>> ThawAsync(SnapPlan input)
    {
        using var bound = new CancellationTokenSource(ThawBound, clock);
        try
        {
            return await agents.ThawAsync(input.Tenant.Owner, input.Tenant.AgentToken, bound.Token);
        }
        catch (OperationCanceledException)
        {
            return new LobsterError(AgentErrors.Unreachable, $"the agent gave no answer within {ThawBound.TotalSeconds:0} s; its guest lets go by itself");
        }
    }

    private LobsterError Exceeded(SnapPlan input, LobsterError? cause) => new(
        SnapErrors.FreezeExceeded,
        $"the disk of {input.Tenant.Name} could not be copied in the {config.MaxFreezeMs} ms for which its guest may be held still",
        $"lobsterd snap {input.Tenant.Name} --stop copies it while the VM is stopped; or raise snap.maxFreezeMs, or keep {input.Draft.Tenant}'s disk on xfs or btrfs",
        cause);
}
