using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>The order of a stop, of a start, and of both in one journal.</summary>
public sealed class PowerSagas(PowerStages stages)
{
    /// <summary>A stop's name in journals.</summary>
    public const string StopKind = "tenant.stop";

    /// <summary>A start's name in journals.</summary>
    public const string StartKind = "tenant.start";

    /// <summary>A restart's name in journals.</summary>
    public const string RestartKind = "tenant.restart";

    /// <summary>A stop. Nothing of it can be taken back: a guest that was asked to shut down does so.</summary>
    public SagaDefinition<StopPlan> DefineStop() =>
        stages.Settle(stages.Stop(
            new SagaDefinition<StopPlan>(StopKind, SagaRecovery.ForwardOnly, CommandJson.Default.StopPlan, plan => plan.Tenant.Name), DesiredState.Stopped));

    /// <summary>A start.</summary>
    public SagaDefinition<StartPlan> DefineStart() => stages.Start(New(StartKind));

    /// <summary>A restart.</summary>
    public SagaDefinition<StartPlan> DefineRestart() => stages.StartAgain(stages.Stop(New(RestartKind), DesiredState.Running));

    /// <summary>Whether an unfinished saga is a start or restart that has let requests reach its tenant.</summary>
    public bool HasRouted(UnfinishedSaga unfinished) => unfinished.Head.Kind is StartKind or RestartKind && stages.HasRouted(unfinished);

    private static SagaDefinition<StartPlan> New(string kind) =>
        new(kind, SagaRecovery.Forward, CommandJson.Default.StartPlan, plan => plan.Tenant.Name);
}
