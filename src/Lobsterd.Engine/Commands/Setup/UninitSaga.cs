using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Setup;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>The order in which a host is cleared.</summary>
public sealed class UninitSaga(IEdge edge, ITenantNetwork network, IHostLimits limits, IHostFiles files)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "host.uninit";

    /// <summary>The steps; the service itself is stopped by whoever asked, afterwards.</summary>
    public SagaDefinition<UninitPlan> Define() =>
        new SagaDefinition<UninitPlan>(Kind, SagaRecovery.ForwardOnly, CommandJson.Default.UninitPlan, _ => null)
            .Then(new UninitStep("edge", edge.TearDownAsync), Same, CommandJson.Default.Nothing)
            .Then(new UninitStep("base-network", network.RemoveBaseAsync), Same, CommandJson.Default.Nothing)
            .Then(new UninitStep("limits", _ => Task.FromResult(limits.Remove())), Same, CommandJson.Default.Nothing)
            .Then(new UninitStep("data", _ => Task.FromResult(files.RemoveData())), Same, CommandJson.Default.Nothing);

    private static UninitPlan Same(UninitPlan plan, SagaOutputs done) => plan;
}
