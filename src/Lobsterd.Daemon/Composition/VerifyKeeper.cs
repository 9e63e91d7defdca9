using Lobsterd.Engine.Wake;

namespace Lobsterd.Daemon.Composition;

/// <summary>Tries what sleepers sleep as for as long as the service runs.</summary>
internal sealed class VerifyKeeper(VerifyDesk desk) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => desk.RunAsync(stoppingToken);
}
