using Lobsterd.Engine.Watch;

namespace Lobsterd.Daemon.Composition;

/// <summary>Runs the watchdog while the service answers.</summary>
internal sealed class WatchdogLoop(Watchdog watchdog) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => watchdog.RunAsync(stoppingToken);
}
