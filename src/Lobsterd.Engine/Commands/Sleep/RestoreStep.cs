using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Loads the saved state into a VM that stays paused. A state that cannot be loaded is no failure of the wake: the VM boots instead.</summary>
public sealed class RestoreStep(HypervisorSet hypervisors, ISleepStore store, LobsterdPaths paths) : SagaStep<ResumePlan, Restored>
{
    private const int MostAttempts = 2;

    /// <inheritdoc/>
    public override string Name => "restore";

    /// <inheritdoc/>
    public override async Task<Result<Restored, LobsterError>> DoAsync(ResumePlan input, CancellationToken cancellationToken)
    {
        var (tenant, owner) = (input.Tenant, input.Tenant.Owner);
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out var error, out var driver)) return error;

        // Nothing has run from the state yet, so what a service that was killed left half loaded is worth nothing, and may look like a VM that is whole.
        if ((await driver.KillAsync(owner, cancellationToken)).TryGetError(out error)) return error;
        for (var attempt = 1; ; attempt++)
        {
            var restored = await LoadAsync(driver, tenant, cancellationToken);
            if (!restored.TryGetError(out error, out var process)) return new Restored(process, null);
            if ((await driver.KillAsync(owner, cancellationToken)).TryGetError(out var stuck)) return stuck;
            if (attempt == MostAttempts) return new Restored(null, error.FullMessage);
        }
    }

    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> UndoAsync(ResumePlan input, Restored? output, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(input.Tenant.Hypervisor).TryGetError(out var error, out var driver)) return error;
        return await driver.KillAsync(input.Tenant.Owner, cancellationToken);
    }

    // What was sealed is compared while the VMM starts. Nothing of it runs before both are done, and a VMM with what does not compare is killed.
    private async Task<Result<VmProcess, LobsterError>> LoadAsync(IHypervisor driver, Tenant tenant, CancellationToken cancellationToken)
    {
        var checking = store.CheckAsync(tenant.Owner, cancellationToken);
        if (checking.IsCompleted && (await checking).TryGetError(out var unusable)) return unusable;
        try
        {
            var restored = await driver.RestoreAsync(BootOf(tenant, paths), store.FilesOf(tenant.Owner), cancellationToken);
            return (await checking).TryGetError(out unusable) ? unusable : restored;
        }
        finally
        {
            await ((Task)checking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What a driver is given of a tenant that has its disk already.</summary>
    internal static BootVmInput BootOf(Tenant tenant, LobsterdPaths paths) => BootVmInput.Of(tenant, paths.OverlayOf(tenant.Name));
}
