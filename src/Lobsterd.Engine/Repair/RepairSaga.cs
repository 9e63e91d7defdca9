using Lobsterd.Engine.Commands;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Repair;

/// <summary>One repair as a saga: a service that dies in it repeats it when it is back.</summary>
public sealed class RepairSaga(RepairStep step)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "repair";

    /// <summary>The one step.</summary>
    public SagaDefinition<RepairPlan> Define() =>
        new SagaDefinition<RepairPlan>(Kind, SagaRecovery.ForwardOnly, CommandJson.Default.RepairPlan, plan => plan.Tenant)
            .Then(step, (plan, _) => plan, CommandJson.Default.Nothing);
}
