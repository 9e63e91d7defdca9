using Lobsterd.Guest.Gateway.Endpoints;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Output;
using Lobsterd.Guest.Processes;
using Lobsterd.Guest.Workload;
using Lobsterd.Linux.Entropy;

namespace Lobsterd.Guest.Gateway;

/// <summary><c>lobsterd-guest gateway</c>: the demo workload, configured by its environment alone, or, where that says so, by variables that come later. Ends by a signal.</summary>
internal static class GatewayProgram
{
    private const string CounterName = ".lobster-counter";
    private const int InstanceBytes = 16;

    /// <summary>Runs it.</summary>
    /// <returns>The exit code, when it cannot run.</returns>
    internal static int Run()
    {
        if (EventLoop.Create(Fault).TryGetError(out var noLoop, out var loop))
        {
            StandardStream.Say($"gateway: {noLoop.FullMessage}");
            return 1;
        }

        using (loop)
        {
            Func<string, string?> variable = Environment.GetEnvironmentVariable;
            if (variable(ChildEnvironment.AwaitsTenant) == ChildEnvironment.Yes)
            {
                if (Await(loop) is not { } variables)
                {
                    StandardStream.Say("gateway: what came on the standard input are no variables");
                    return 1;
                }

                variable = variables.GetValueOrDefault;
            }

            if (GatewaySettings.Read(variable) is { } settings) return Serve(loop, settings);
            StandardStream.Say("gateway: LOBSTER_TENANT, LOBSTER_GATEWAY_TOKEN and PORT are needed");
            return 2;
        }
    }

    /// <summary>All endpoints, of an instance of their own.</summary>
    internal static GatewayRoutes RoutesOf(GatewaySettings settings, TimeProvider clock)
    {
        // Straight from the kernel, and not before there is a tenant: it was seeded anew for this one.
        Span<byte> instance = stackalloc byte[InstanceBytes];
        KernelRandom.Fill(instance);
        return RoutesOf(settings, clock, Convert.ToHexStringLower(instance));
    }

    /// <summary>All endpoints.</summary>
    internal static GatewayRoutes RoutesOf(GatewaySettings settings, TimeProvider clock, string instance)
    {
        IRequestCounter counter = settings.CounterFile is { } file ? new FileCounter(file) : new MemoryCounter();
        return new GatewayRoutes(
            [
                new HomeEndpoint(settings.Tenant, instance, counter, clock),
                new EchoEndpoint(),
                new WebSocketEndpoint(),
                new DiskEndpoint(new DiskCounter(Path.Combine(settings.Home, CounterName))),
                new BytesEndpoint(),
            ],
            settings.Token);
    }

    private static Dictionary<string, string>? Await(EventLoop loop)
    {
        _ = loop.Run(async () =>
        {
            await Rehearsal.RunAsync(loop.Clock);
            return true;
        });
        StandardStream.Say(WaitingWord.Text);
        return AwaitedVariables.Read();
    }

    private static int Serve(EventLoop loop, GatewaySettings settings)
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

    private static void Fault(Exception exception) => StandardStream.Say($"gateway: bug: {exception}");
}
