using Lobsterd.Engine.Names;

namespace Lobsterd.Daemon.Composition;

/// <summary>Judges what guests ask for by name for as long as the service runs.</summary>
internal sealed class NameKeeper(NameDesk desk) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => desk.RunAsync(stoppingToken);
}
