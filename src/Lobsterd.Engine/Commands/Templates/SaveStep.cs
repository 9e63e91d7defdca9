using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Templates;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Templates;

/// <summary>Stops the anonymous VM, saves memory, devices and disk of one instant, and seals them.</summary>
public sealed class SaveStep(IAgents agents, HypervisorSet hypervisors, ITemplates store, TimeProvider clock) : SagaStep<SaveInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "save";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(SaveInput input, CancellationToken cancellationToken)
    {
        var (plan, owner) = (input.Plan, input.Plan.Owner);
        if (store.Find(plan.Inputs.Key).TryGetValue(out var sealedBefore) && !sealedBefore.IsDamaged) return Nothing.Value;
        if (hypervisors.Of(plan.Hypervisor).TryGetError(out var error, out var driver)) return error;

        // A connection that stays would be saved too, and every copy would have an end of it that leads nowhere.
        await agents.HangUpAsync(owner, cancellationToken);
        if ((await driver.PauseAsync(owner, cancellationToken)).TryGetError(out error)) return error;
        if (store.Begin(plan.Inputs.Key).TryGetError(out error, out var files)) return error;
        if ((await driver.SnapshotAsync(owner, files.Snapshot, cancellationToken)).TryGetError(out error)) return error;

        var now = clock.GetUtcNow();
        var draft = new Template { Inputs = plan.Inputs, ImageName = plan.ImageName, MadeAt = now, Took = now - plan.BeganAt, Files = [] };
        return (await store.SealAsync(draft, input.OverlayPath, cancellationToken)).Map(_ => Nothing.Value);
    }

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(SaveInput input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(store.Remove(input.Plan.Inputs.Key));
}
