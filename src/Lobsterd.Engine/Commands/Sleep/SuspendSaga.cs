using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>The order in which a tenant falls asleep. What was begun is finished: a service that comes after finds the VM paused, or its state saved.</summary>
public sealed class SuspendSaga(DozeStep mark, ParkStep park, QuietStep quiet, SaveStateStep save, AsleepStep record, EndStep end)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "tenant.suspend";

    /// <summary>The steps.</summary>
    public SagaDefinition<SuspendPlan> Define() =>
        new SagaDefinition<SuspendPlan>(Kind, SagaRecovery.Forward, CommandJson.Default.SuspendPlan, plan => plan.Tenant.Name)
            .Then(mark, Same, CommandJson.Default.Nothing)
            .Then(park, Same, CommandJson.Default.Nothing)
            .Then(quiet, Same, CommandJson.Default.Quieted)
            .Then(save, (plan, done) => new SaveStateInput(plan, done.Of<Quieted>(quiet.Name).IsHeld), CommandJson.Default.Nothing)
            .Then(record, (plan, done) => new AsleepInput(plan, done.Of<Quieted>(quiet.Name).Due), CommandJson.Default.Nothing)
            .NoReturn()
            .Then(end, Same, CommandJson.Default.Nothing);

    /// <summary>Whether an unfinished saga has parked its tenant, if it is one of this kind.</summary>
    public bool HasParked(UnfinishedSaga unfinished) => unfinished.HasDone(park.Name);

    private static SuspendPlan Same(SuspendPlan plan, SagaOutputs done) => plan;
}
