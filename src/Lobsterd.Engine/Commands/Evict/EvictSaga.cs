using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>The order of an eviction: a spawn's inventory backwards, then the proof.</summary>
public sealed class EvictSaga(
    MarkStep mark, UnrouteStep unroute, GuestStep guest, KillStep kill, EvictRemovalSteps removal, ProofStep proof, ForgetStep forget)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "tenant.evict";

    /// <summary>The steps. Network and disk go at the same time; the VMM, which uses both, is gone by then.</summary>
    public SagaDefinition<EvictPlan> Define() =>
        new SagaDefinition<EvictPlan>(Kind, SagaRecovery.ForwardOnly, CommandJson.Default.EvictPlan, evict => evict.Tenant.Name)
            .Then(mark, Same, CommandJson.Default.Nothing)
            .Then(unroute, Same, CommandJson.Default.Nothing)
            .Then(guest, Same, CommandJson.Default.Nothing)
            .Then(kill, Same, CommandJson.Default.Nothing)
            .Then(removal.Detach, Same, CommandJson.Default.Nothing)
            .Beside(removal.Wipe, Same, CommandJson.Default.Nothing)
            .Beside(removal.Unsnap, Same, CommandJson.Default.Nothing)
            .Then(proof, Same, CommandJson.Default.Nothing)
            .Then(forget, Same, CommandJson.Default.Nothing);

    private static EvictPlan Same(EvictPlan plan, SagaOutputs done) => plan;
}
