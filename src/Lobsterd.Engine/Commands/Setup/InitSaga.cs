using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>The order in which a host is prepared.</summary>
public sealed class InitSaga(
    FoldersStep folders, KernelStep kernel, FirecrackerStep firecracker, ImageStep image, BaseNetworkStep network, EdgeStep edge, InitializedStep initialized)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "host.init";

    /// <summary>The steps. Network and edge need only the folders, so they come up beside the kernel's unpacking.</summary>
    public SagaDefinition<InitPlan> Define() =>
        new SagaDefinition<InitPlan>(Kind, SagaRecovery.Forward, CommandJson.Default.InitPlan, _ => null)
            .Then(folders, Same, CommandJson.Default.Nothing)
            .Then(kernel, Same, CommandJson.Default.Nothing)
            .Beside(firecracker, Same, CommandJson.Default.Nothing)
            .Beside(network, Same, CommandJson.Default.Nothing)
            .Beside(edge, Same, CommandJson.Default.Nothing)
            .Then(image, Same, CommandJson.Default.Nothing)
            .Then(initialized, Same, CommandJson.Default.Nothing);

    private static InitPlan Same(InitPlan plan, SagaOutputs done) => plan;
}
