using Lobsterd.Engine.Wake;

namespace Lobsterd.Daemon.Composition;

/// <summary>Makes room when memory is short, for as long as the service runs.</summary>
internal sealed class PressureKeeper(PressureDesk desk) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => desk.RunAsync(stoppingToken);
}
