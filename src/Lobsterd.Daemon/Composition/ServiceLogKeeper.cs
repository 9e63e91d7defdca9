using Lobsterd.Host.Setup;

namespace Lobsterd.Daemon.Composition;

/// <summary>Looks at the length of the service's own log now and then.</summary>
internal sealed class ServiceLogKeeper(ServiceLogBound bound, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Period, clock);
        while (await ticks.WaitForNextTickAsync(stoppingToken)) _ = bound.Keep();
    }
}
