using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>The order in which a tenant gets a snap's disk.</summary>
public sealed class RestoreSaga(RestoreDiskSteps disk, PowerStages stages)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "tenant.restore";

    /// <summary>The name of the one for a tenant without a VM.</summary>
    public const string StoppedKind = "tenant.restore-stopped";

    /// <summary>The steps for a tenant that runs. One that fails puts the old disk back.</summary>
    public SagaDefinition<RestorePlan> Define() => End(stages.StartAgain(Swap(stages.Stop(New(Kind), DesiredState.Running))));

    /// <summary>The steps for a tenant without a VM.</summary>
    public SagaDefinition<RestorePlan> DefineStopped() => End(Swap(stages.Forget(New(StoppedKind))));

    /// <summary>Whether an unfinished saga is a restore that has let requests reach its tenant again.</summary>
    public bool HasRouted(UnfinishedSaga unfinished) => unfinished.Head.Kind == Kind && stages.HasRouted(unfinished);

    private static SagaDefinition<RestorePlan> New(string kind) =>
        new(kind, SagaRecovery.Forward, CommandJson.Default.RestorePlan, plan => plan.Tenant.Name);

    private SagaDefinition<RestorePlan> Swap(SagaDefinition<RestorePlan> saga) => saga
        .Then(disk.Keep, Same, CommandJson.Default.Nothing)
        .Then(disk.Swap, Same, CommandJson.Default.Nothing);

    private SagaDefinition<RestorePlan> End(SagaDefinition<RestorePlan> saga) => saga
        .Then(disk.Seal, Same, CommandJson.Default.Nothing)
        .Then(disk.Drop, Same, CommandJson.Default.Nothing);

    private static RestorePlan Same(RestorePlan plan, SagaOutputs done) => plan;
}
