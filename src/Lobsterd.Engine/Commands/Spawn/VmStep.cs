using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Templates;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Templates;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Restores the tenant's VM from a template, or boots it when its turn has come. The turn is kept until its agent has answered, or it is gone again.</summary>
/// <remarks>A template that cannot be used never fails a spawn: the VM boots instead, on the same disk, whose journal the guest's kernel replays.</remarks>
public sealed class VmStep(HypervisorSet hypervisors, ITemplates store, TemplateBook templates, BootGate gate, ISleepStore sleep) : SagaStep<VmInput, VmProcess>
{
    /// <inheritdoc/>
    public override string Name => "vm";

    /// <inheritdoc/>
    public override async Task<Result<VmProcess, LobsterError>> DoAsync(VmInput input, CancellationToken cancellationToken)
    {
        if (hypervisors.Of(input.Hypervisor).TryGetError(out var error, out var driver)) return error;
        if (input.Template is { } key && (await RestoreAsync(driver, input.Boot, key, cancellationToken)) is { } restored) return restored;

        // Its disk is about to go on: a memory that was saved beside it is of another time then.
        if (sleep.MarkBegun(input.Boot.Owner).TryGetError(out error)) return error;
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

    // Null: it could not be, and nothing of it is left.
    private async Task<VmProcess?> RestoreAsync(IHypervisor driver, BootVmInput boot, string key, CancellationToken cancellationToken)
    {
        var restored = await driver.RestoreAsync(boot, store.FilesOf(key).Snapshot, cancellationToken)
            .Bind(process => driver.ResumeAsync(boot.Owner, cancellationToken).Map(() => process));
        if (!restored.TryGetError(out var error, out var process)) return process;

        templates.Distrust(key, boot.Owner.Name, error);
        _ = await driver.KillAsync(boot.Owner, cancellationToken);
        return null;
    }
}
