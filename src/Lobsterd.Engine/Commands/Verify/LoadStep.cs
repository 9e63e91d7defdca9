using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Verify;

/// <summary>Makes a VM of a sleeper's saved state that never runs. A state that cannot be loaded is an answer, and no failure of the trial.</summary>
public sealed class LoadStep(HypervisorSet hypervisors, ISleepStore store) : SagaStep<LoadInput, Loaded>
{
    /// <inheritdoc/>
    public override string Name => "load";

    /// <inheritdoc/>
    public override async Task<Result<Loaded, LobsterError>> DoAsync(LoadInput input, CancellationToken cancellationToken)
    {
        var plan = input.Plan;
        if (hypervisors.Of(plan.Hypervisor).TryGetError(out var error, out var driver)) return error;
        var vm = new BootVmInput { Owner = plan.Owner, Size = plan.Size, Image = plan.Image, OverlayPath = input.OverlayPath };
        if (!(await driver.RestoreAsync(vm, store.FilesOf(plan.Sleeper), cancellationToken)).TryGetError(out error))
        {
            // Loaded, it stands. One whose CPUs run is none of a state that was saved paused.
            if ((await driver.StatsAsync(plan.Owner, cancellationToken)).TryGetError(out error, out var stats)) return error;
            return new Loaded(stats.IsPaused ? null : "the VM that was made of it runs by itself");
        }

        return error.Code == VmErrors.StateUnusable ? new Loaded(error.FullMessage) : error;
    }

    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> UndoAsync(LoadInput input, Loaded? output, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(input.Plan.Hypervisor).TryGetError(out var error, out var driver)) return error;
        return await driver.KillAsync(input.Plan.Owner, cancellationToken);
    }
}
