using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Templates;

namespace Lobsterd.Engine.Commands.Verify;

/// <summary>Tries one saved state: what it holds first, then whether it fits, then whether it loads.</summary>
/// <remarks>In that order, since a hypervisor loads devices over another memory than theirs and reports success.</remarks>
public sealed class VerifyTrial(
    VerifySaga saga, SagaRunner runner, BuilderTurn turn, ISleepStore store, HypervisorSet hypervisors, IHostCapacity capacity, NetworkPlan network, HypervisorConfig config, LobsterdPaths paths, TimeProvider clock)
{
    /// <summary>Tries it.</summary>
    /// <returns>What is to be written down.</returns>
    /// <exception cref="OperationCanceledException">It gave way, and knows nothing.</exception>
    public async Task<SleepProof> RunAsync(Tenant tenant, Operation operation, CancellationToken cancellationToken)
    {
        if ((await store.CheckAsync(tenant.Owner, cancellationToken)).TryGetError(out var error, out var files)) return Proof(ProofOutcome.Failed, error.FullMessage);
        if (hypervisors.Of(tenant.Hypervisor).TryGetError(out error, out var driver)) return Proof(ProofOutcome.Checked, error.FullMessage);
        if ((await driver.CheckBaseAsync(files, cancellationToken)).TryGetError(out error)) return Proof(ProofOutcome.Failed, error.FullMessage);

        // It would again, were the hypervisor put back that saved it.
        if ((await driver.FitsAsync(RestoreStep.BootOf(tenant, paths), files, cancellationToken)).TryGetError(out error)) return Proof(ProofOutcome.Checked, error.FullMessage);
        using (await turn.TakeAsync(cancellationToken))
        {
            if (ShortOf(tenant.Size) is { } missing) return Proof(ProofOutcome.Checked, missing);
            var plan = new VerifyPlan(TemplateBuilder.OwnerOf(operation.Id, network), tenant.Owner, tenant.Hypervisor, tenant.Size, tenant.Image, tenant.DiskBytes);
            var ended = await runner.RunAsync(saga.Define(), plan, operation.Id, operation, cancellationToken);
            if (!ended.TryGetError(out error, out var done))
                return saga.OutcomeOf(done).Misfit is { } misfit ? Proof(ProofOutcome.Failed, misfit) : Proof(ProofOutcome.Loaded, null);

            // What the host could not do says nothing of the state.
            if (error.Code == SagaErrors.Cancelled) cancellationToken.ThrowIfCancellationRequested();
            return Proof(ProofOutcome.Checked, error.FullMessage);
        }
    }

    /// <summary>Undoes what an earlier service left of a trial.</summary>
    public async Task<Result<object, LobsterError>> RecoverAsync(UnfinishedSaga unfinished, Operation operation, CancellationToken cancellationToken)
    {
        using (await turn.TakeAsync(cancellationToken))
            return (await runner.RecoverAsync(saga.Define(), unfinished, operation, cancellationToken)).Map(object (isDone) => isDone);
    }

    private SleepProof Proof(ProofOutcome outcome, string? why) => new(clock.GetUtcNow(), outcome, why);

    private string? ShortOf(VmSize size)
    {
        if (capacity.Read().TryGetError(out var unread, out var host)) return unread.FullMessage;
        var left = (host.AvailableMemoryBytes >> 20) - size.MemoryMib;
        return left >= config.MemoryReserveMib
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{host.AvailableMemoryBytes >> 20} MiB of memory are free, and {config.MemoryReserveMib} MiB are kept in reserve beside its {size.MemoryMib}");
    }
}
