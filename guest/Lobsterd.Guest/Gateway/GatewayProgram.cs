using Lobsterd.Guest.Gateway.Endpoints;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Output;

namespace Lobsterd.Guest.Gateway;

/// <summary><c>lobsterd-guest gateway</c>: the demo workload, configured by its environment alone. Ends by a signal.</summary>
internal static class GatewayProgram
{
    private const string CounterName = ".lobster-counter";

    /// <summary>Runs it.</summary>
    /// <returns>The exit code, when it cannot run.</returns>
    internal static int Run()
    {
        if (GatewaySettings.Read(Environment.GetEnvironmentVariable) is not { } settings)
        {
            StandardStream.Say("gateway: LOBSTER_TENANT, LOBSTER_GATEWAY_TOKEN and PORT are needed");
            return 2;
        }

        if (EventLoop.Create(Fault).TryGetError(out var noLoop, out var loop))
        {
            StandardStream.Say($"gateway: {noLoop.FullMessage}");
            return 1;
        }

        using (loop)
        {
            if (GatewayServer.Open(loop, settings.Port, RoutesOf(settings, loop.Clock), Fault).TryGetError(out var taken, out var server))
            {
                StandardStream.Say($"gateway: {taken.FullMessage}");
                return 1;
            }

            using (server)
            {
                StandardStream.Say($"gateway: listening on port {settings.Port}");
                return loop.Run(async () =>
                {
                    await server.RunAsync(CancellationToken.None);
                    return 0;
                });
            }
        }
    }

    /// <summary>All endpoints.</summary>
    internal static GatewayRoutes RoutesOf(GatewaySettings settings, TimeProvider clock)
    {
        IRequestCounter counter = settings.CounterFile is { } file ? new FileCounter(file) : new MemoryCounter();
        return new GatewayRoutes(
            [
                new HomeEndpoint(settings.Tenant, counter, clock),
                new EchoEndpoint(),
                new WebSocketEndpoint(),
                new DiskEndpoint(new DiskCounter(Path.Combine(settings.Home, CounterName))),
                new BytesEndpoint(),
            ],
            settings.Token);
    }

    private static void Fault(Exception exception) => StandardStream.Say($"gateway: bug: {exception}");
}
