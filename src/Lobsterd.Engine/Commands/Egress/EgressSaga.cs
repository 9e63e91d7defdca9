using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Egress;

/// <summary>The order of a change of policy. The registry first: a host that dies in between builds the new one.</summary>
public sealed class EgressSaga(RecordStep record, WallStep wall)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "tenant.egress";

    /// <summary>The steps.</summary>
    public SagaDefinition<EgressPlan> Define() =>
        new SagaDefinition<EgressPlan>(Kind, SagaRecovery.Forward, CommandJson.Default.EgressPlan, plan => plan.Tenant.Name)
            .Then(record, Same, CommandJson.Default.Nothing)
            .Then(wall, Same, CommandJson.Default.Nothing);

    private static EgressPlan Same(EgressPlan plan, SagaOutputs done) => plan;
}
