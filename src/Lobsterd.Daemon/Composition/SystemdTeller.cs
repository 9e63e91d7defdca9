using System.Globalization;
using System.Net.Sockets;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.UnixSockets;
using Lobsterd.Protocol.Reef;
using Microsoft.Extensions.Hosting.Systemd;

namespace Lobsterd.Daemon.Composition;

/// <summary>Tells systemd, where that has started the service, when it answers, that it still does, and that it stops: sd_notify(3), and WatchdogSec of systemd.service(5).</summary>
/// <remarks>A sign of life follows an answer over the service's own socket, so one that runs and answers nobody is started anew.</remarks>
internal sealed class SystemdTeller : IDisposable
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    private readonly ISystemdNotifier systemd;
    private readonly TimeProvider clock;
    private readonly HttpClient self;

    /// <summary>Tells nothing yet.</summary>
    public SystemdTeller(ISystemdNotifier systemd, LobsterdPaths paths, TimeProvider clock)
    {
        (this.systemd, this.clock) = (systemd, clock);
        self = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, cancellationToken) => ConnectAsync(paths.ServiceSocket, cancellationToken) })
        {
            BaseAddress = new Uri("http://lobsterd"),
        };
    }

    /// <summary>Tells it until the service stops. To be called once it answers.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (!systemd.IsEnabled) return;
        systemd.Notify(ServiceState.Ready);
        var period = Period();
        using var ticks = new PeriodicTimer(period, clock);
        try
        {
            while (await ticks.WaitForNextTickAsync(stopping))
                if (await AnswersAsync(period, stopping)) systemd.Notify(Alive);
        }
        catch (OperationCanceledException)
        {
            systemd.Notify(ServiceState.Stopping);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => self.Dispose();

    // Half of what systemd allows, as sd_watchdog_enabled(3) advises; never where it waits for nothing, or for another process.
    private static TimeSpan Period() =>
        long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var allowed) && allowed >= 2_000
        && Environment.GetEnvironmentVariable("WATCHDOG_PID") is var pid && (pid is null || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(allowed / 2)
            : Timeout.InfiniteTimeSpan;

    // Whatever the answer is: a host that is not well is no reason to start the service anew.
    private async Task<bool> AnswersAsync(TimeSpan within, CancellationToken stopping)
    {
        using var bound = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, stopping);
        try
        {
            using var answer = await self.GetAsync(new Uri(ReefPaths.Health, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, either.Token);
            return true;
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken) =>
        new NetworkStream(await UnixConnection.OpenAsync(path, cancellationToken), ownsSocket: true);
}
