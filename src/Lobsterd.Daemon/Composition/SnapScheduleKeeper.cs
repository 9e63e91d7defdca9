using Lobsterd.Engine.Commands.Snap;

namespace Lobsterd.Daemon.Composition;

/// <summary>Takes scheduled snaps for as long as the service runs.</summary>
internal sealed class SnapScheduleKeeper(SnapDesk desk) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => desk.RunAsync(stoppingToken);
}
