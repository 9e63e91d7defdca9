using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Forks;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>Stops the VM, copies its memory, devices and disk of that instant, and lets it run on. Of one that sleeps, what it sleeps as is shared, and its disk copied.</summary>
public sealed class ForkCopyStep(HypervisorSet hypervisors, IForkStore store, ISleepStore sleep) : SagaStep<ForkPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "copy";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(ForkPlan input, CancellationToken cancellationToken)
    {
        var owner = input.Source.Owner;
        if (store.Begin(owner).TryGetError(out var error, out var files)) return error;
        if (input.Sleeps)
            return await sleep.CheckAsync(owner, cancellationToken)
                .Bind(saved => store.Share(owner, saved))
                .Bind(() => store.CopyDiskAsync(owner, cancellationToken))
                .Map(() => Nothing.Value);
        if (hypervisors.Of(input.Source.Hypervisor).TryGetError(out error, out var driver)) return error;
        if ((await driver.PauseAsync(owner, cancellationToken)).TryGetError(out error)) return error;
        var copied = await Task.WhenAll(driver.SnapshotAsync(owner, files.Snapshot, cancellationToken), store.CopyDiskAsync(owner, cancellationToken));

        // What failed, the undo lets run on.
        foreach (var result in copied)
            if (result.TryGetError(out error)) return error;
        return (await driver.ResumeAsync(owner, cancellationToken)).Map(() => Nothing.Value);
    }

    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> UndoAsync(ForkPlan input, Nothing? output, CancellationToken cancellationToken)
    {
        var owner = input.Source.Owner;
        if (input.Sleeps) return store.Remove(owner);
        if (hypervisors.Of(input.Source.Hypervisor).TryGetError(out var error, out var driver)) return error;

        // A VM that ended meanwhile cannot go on; whoever watches it tells of it.
        if ((await driver.ResumeAsync(owner, cancellationToken)).TryGetError(out error) && error.Code != VmErrors.NotRunning) return error;
        return store.Remove(owner);
    }
}
