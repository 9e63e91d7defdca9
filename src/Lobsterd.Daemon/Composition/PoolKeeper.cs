using Lobsterd.Engine.Hypervisors;

namespace Lobsterd.Daemon.Composition;

/// <summary>Keeps hypervisors waiting for as long as the service runs.</summary>
internal sealed class PoolKeeper(PoolDesk desk) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => desk.RunAsync(stoppingToken);
}
