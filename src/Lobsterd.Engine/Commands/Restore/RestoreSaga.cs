using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>The order in which a tenant gets a snap's disk.</summary>
public sealed class RestoreSaga(RestoreDiskSteps disk, RestartSteps restart)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "tenant.restore";

    /// <summary>The name of the one for a tenant without a VM.</summary>
    public const string StoppedKind = "tenant.restore-stopped";

    /// <summary>The steps for a tenant that runs. One that fails puts the old disk back.</summary>
    public SagaDefinition<RestorePlan> Define() => End(restart.Start(Swap(restart.Stop(New(Kind)))));

    /// <summary>The steps for a tenant without a VM.</summary>
    public SagaDefinition<RestorePlan> DefineStopped() => End(Swap(New(StoppedKind)));

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
