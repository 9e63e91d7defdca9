using Lobsterd.Engine.Commands.Fork;

namespace Lobsterd.Daemon.Composition;

/// <summary>Making several tenants of one.</summary>
internal static class ForkServices
{
    internal static IServiceCollection AddFork(this IServiceCollection services) => services
        .AddSingleton<HoldStep>()
        .AddSingleton<ForkCopyStep>()
        .AddSingleton<ReleaseStep>()
        .AddSingleton<ForkClearStep>()
        .AddSingleton<ForkSourceSteps>()
        .AddSingleton<CopyVmStep>()
        .AddSingleton<ReclaimStep>()
        .AddSingleton<ForkVmSteps>()
        .AddSingleton<ForkSaga>()
        .AddSingleton<ForkPlanner>()
        .AddSingleton<ForkCommand>();
}
