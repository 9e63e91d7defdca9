using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Restore;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Snap;

/// <summary>The order in which a snap is taken.</summary>
public sealed class SnapSaga(SnapSteps steps, PowerStages stages)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "tenant.snap";

    /// <summary>The name of the one that stops the VM first and starts it again.</summary>
    public const string StoppingKind = "tenant.snap-stopped";

    /// <summary>The steps. One that was cut off is unwound: a copy of an instant that is over is worth nothing.</summary>
    public SagaDefinition<SnapPlan> Define() =>
        new SagaDefinition<SnapPlan>(Kind, SagaRecovery.Unwind, CommandJson.Default.SnapPlan, plan => plan.Tenant.Name)
            .Then(steps.Prepare, (plan, _) => plan, CommandJson.Default.Nothing)
            .Then(steps.Copy, (plan, _) => plan, CommandJson.Default.SnapCopyOutput)
            .Then(steps.Seal, (plan, done) => Sealed(plan.Draft, done), CommandJson.Default.Nothing);

    /// <summary>The steps with the VM stopped. One that was cut off goes on: its tenant waits for its VM. The hash is taken when the VM runs again.</summary>
    public SagaDefinition<RestorePlan> DefineStopping()
    {
        var saga = new SagaDefinition<RestorePlan>(StoppingKind, SagaRecovery.Forward, CommandJson.Default.RestorePlan, plan => plan.Tenant.Name);
        return stages.StartAgain(
                stages.Stop(saga, DesiredState.Running)
                    .Then(steps.Prepare, (plan, _) => Still(plan), CommandJson.Default.Nothing)
                    .Then(steps.Copy, (plan, _) => Still(plan), CommandJson.Default.SnapCopyOutput))
            .Then(steps.Seal, (plan, _) => new SnapSealInput(plan.Kept!), CommandJson.Default.Nothing);
    }

    /// <summary>Whether an unfinished saga is a snap that has let requests reach its tenant again.</summary>
    public bool HasRouted(UnfinishedSaga unfinished) => unfinished.Head.Kind == StoppingKind && stages.HasRouted(unfinished);

    /// <summary>The plan of a copy of a disk that nobody writes to.</summary>
    internal static SnapPlan Still(RestorePlan plan) => new(plan.Tenant with { Observed = ObservedState.Stopped }, plan.Kept!);

    private SnapSealInput Sealed(Domain.Snapshots.Snap draft, SagaOutputs done) =>
        new(draft with { Frozen = TimeSpan.FromMilliseconds(done.Of<SnapCopyOutput>(steps.Copy.Name).FrozenMs) });
}
