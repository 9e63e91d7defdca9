using Lobsterd.Domain.Config;
using Lobsterd.Engine.Commands.Maintain;
using Lobsterd.Engine.Watch;

namespace Lobsterd.Daemon.Composition;

/// <summary>Wires the watchdog.</summary>
internal static class WatchServices
{
    internal static IServiceCollection AddWatch(this IServiceCollection services, LobsterdConfig config) => services
        .AddSingleton(config.Watchdog)
        .AddSingleton<VmWatch>()
        .AddSingleton<WatchBook>()
        .AddSingleton<IMender, MoltMender>()
        .AddSingleton<WatchdogEars>()
        .AddSingleton<Watchdog>()
        .AddSingleton<OperatorWordCommand>()
        .AddHostedService<WatchdogLoop>();
}
