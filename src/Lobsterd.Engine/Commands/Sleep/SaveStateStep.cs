using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Stops the VM and saves its memory and devices; its disk of the same instant is flushed where it lies.</summary>
public sealed class SaveStateStep(HypervisorSet hypervisors, IOverlays overlays, ISleepStore store, TimeProvider clock) : SagaStep<SaveStateInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "save";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(SaveStateInput input, CancellationToken cancellationToken)
    {
        var (tenant, owner) = (input.Plan.Tenant, input.Plan.Tenant.Owner);
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out var error, out var driver)) return error;
        if ((await driver.PauseAsync(owner, cancellationToken)).TryGetError(out error)) return error;
        if (store.Begin(owner).TryGetError(out error, out var files)) return error;
        var written = await Task.WhenAll(driver.SnapshotAsync(owner, files, cancellationToken), overlays.FlushAsync(owner, cancellationToken));
        foreach (var result in written)
            if (result.TryGetError(out error)) return error;

        var draft = new SleepState
        {
            Tenant = owner.Id,
            Hypervisor = tenant.Hypervisor,
            Version = tenant.Vm?.Version ?? "",
            Size = tenant.Size,
            Image = tenant.Image,
            MadeAt = clock.GetUtcNow(),
            Files = [],
            Nonce = input.IsHeld ? input.Plan.Nonce : null,
        };
        return (await store.SealAsync(owner, draft, cancellationToken)).Map(_ => Nothing.Value);
    }

    /// <summary>The saved state goes, durably, before the VM may write its disk again.</summary>
    public override async Task<UnitResult<LobsterError>> UndoAsync(SaveStateInput input, Nothing? output, CancellationToken cancellationToken)
    {
        var owner = input.Plan.Tenant.Owner;
        if (hypervisors.Of(input.Plan.Tenant.Hypervisor).TryGetError(out var error, out var driver)) return error;
        if (store.Remove(owner).TryGetError(out error)) return error;

        // A VM that ended meanwhile cannot go on; the step before tells of it.
        return (await driver.ResumeAsync(owner, cancellationToken)).TryGetError(out error) && error.Code != VmErrors.NotRunning
            ? error
            : UnitResult.Success<LobsterError>();
    }
}
