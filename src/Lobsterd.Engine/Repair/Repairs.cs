using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Repair;

/// <summary>Runs repairs, each as a saga of its own.</summary>
public sealed class Repairs(RepairSaga saga, RepairStep step, VmRepair vm, SagaRunner runner, TimeProvider clock)
{
    /// <summary>Whether it can do a repair.</summary>
    public bool Has(HealthRepair repair) => repair == HealthRepairs.Vm || step.Has(repair);

    /// <summary>Repairs a tenant; the caller holds its lock.</summary>
    /// <error code="saga.journal.failed">The journal could not be begun; nothing was done.</error>
    public Task<UnitResult<LobsterError>> RunAsync(Tenant tenant, HealthRepair repair, RepairOccasion occasion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return repair == HealthRepairs.Vm
            ? vm.RunAsync(tenant, occasion, new Unheard())
            : RunAsync(new RepairPlan(repair.Name, tenant.Name, tenant.Id), cancellationToken);
    }

    /// <summary>Repairs what all tenants share; one such repair at a time is its caller's business.</summary>
    /// <error code="saga.journal.failed">The journal could not be begun; nothing was done.</error>
    public Task<UnitResult<LobsterError>> RunAsync(HealthRepair repair, CancellationToken cancellationToken) =>
        RunAsync(new RepairPlan(repair.Name, null, null), cancellationToken);

    /// <summary>Goes on with a repair that an earlier service began.</summary>
    public async Task<UnitResult<LobsterError>> ResumeAsync(UnfinishedSaga unfinished, IProgress<SagaProgress> progress, CancellationToken cancellationToken) =>
        await runner.RecoverAsync(saga.Define(), unfinished, progress, cancellationToken);

    // Once begun it is not left half done because somebody went away.
    private async Task<UnitResult<LobsterError>> RunAsync(RepairPlan plan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await runner.RunAsync(saga.Define(), plan, Guid.CreateVersion7(clock.GetUtcNow()), new Unheard(), CancellationToken.None);
    }

    // Whoever runs a repair tells of it in words of their own.
    private sealed class Unheard : IProgress<SagaProgress>
    {
        public void Report(SagaProgress value) { }
    }
}
