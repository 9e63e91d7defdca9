using Lobsterd.Engine.Wake;

namespace Lobsterd.Daemon.Composition;

/// <summary>Listens to the edge for as long as the service runs.</summary>
internal sealed class WakeKeeper(WakeDesk desk) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => desk.RunAsync(stoppingToken);
}
