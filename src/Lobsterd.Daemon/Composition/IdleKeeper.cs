using Lobsterd.Engine.Wake;

namespace Lobsterd.Daemon.Composition;

/// <summary>Looks for idle tenants for as long as the service runs.</summary>
internal sealed class IdleKeeper(IdleDesk desk) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => desk.RunAsync(stoppingToken);
}
