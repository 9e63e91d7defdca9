using Lobsterd.Engine.Wake.Schedules;

namespace Lobsterd.Daemon.Composition;

/// <summary>Wakes whom something is due for, for as long as the service runs.</summary>
internal sealed class ScheduleKeeper(ScheduleDesk desk) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => desk.RunAsync(stoppingToken);
}
