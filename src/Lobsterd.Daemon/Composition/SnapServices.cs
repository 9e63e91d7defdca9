using Lobsterd.Engine.Commands.Restore;
using Lobsterd.Engine.Commands.Snap;

namespace Lobsterd.Daemon.Composition;

/// <summary>Wires snaps and restores.</summary>
internal static class SnapServices
{
    internal static IServiceCollection AddSnaps(this IServiceCollection services) => services
        .AddSingleton<SnapFinder>()
        .AddSingleton<SnapKeeper>()
        .AddSingleton<SnapArchives>()
        .AddSingleton<SnapPrepareStep>()
        .AddSingleton<SnapCopyStep>()
        .AddSingleton<SnapSealStep>()
        .AddSingleton<SnapSteps>()
        .AddSingleton<SnapSaga>()
        .AddSingleton<SnapCommand>()
        .AddSingleton<SnapDesk>()
        .AddHostedService<SnapScheduleKeeper>()
        .AddSingleton<KeepStep>()
        .AddSingleton<SwapStep>()
        .AddSingleton<KeptSealStep>()
        .AddSingleton<DropStep>()
        .AddSingleton<RestoreDiskSteps>()
        .AddSingleton<RestoreSaga>()
        .AddSingleton<RestoreCommand>();
}
