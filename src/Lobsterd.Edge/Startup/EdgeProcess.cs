using System.Net;
using System.Runtime.InteropServices;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Edge.Control;
using Lobsterd.Edge.Events;
using Lobsterd.Edge.Names;
using Lobsterd.Edge.Publishing;
using Lobsterd.Edge.Routing;
using Lobsterd.Edge.Sleeping;
using Lobsterd.Edge.Table;
using Lobsterd.Edge.Traffic;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Startup;

/// <summary>The edge from its first breath to its last: puts the rooms together, listens, and ends on SIGTERM or SIGINT.</summary>
/// <param name="options">How it was started.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Where its words go.</param>
internal sealed class EdgeProcess(EdgeOptions options, TimeProvider clock, StderrLog log)
{
    // How long what is under way may take to end by itself; after that it is broken off.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    // What those are told to wait who were held; the next edge knows who sleeps.
    private static readonly TimeSpan RestartTime = TimeSpan.FromSeconds(1);

    /// <summary>Runs until it is told to end.</summary>
    /// <returns>The exit code: 0 after a signal, 1 when it could not start.</returns>
    public async Task<int> RunAsync()
    {
        using var end = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

        if (TableFile.Open(options.State).TryGetError(out var error, out var file)) return Fail(error);
        await using var held = file;
        var events = new EventHub();
        var wakes = new EventHub(EdgeLimits.MaxPendingWakes);
        var total = new TrafficTotal();
        var desk = new HoldDesk(HoldBounds.Of(options), wakes, clock);
        var table = new RouteTable();
        await using var relay = new StreamRelay(table, clock);
        await using var ports = new PortBook(relay, events, clock);
        await using var keeper = new TableKeeper(table, ports, file, new LiveRoutes(GuestBounds.Of(options), total, desk, events, clock), clock);
        var lost = await keeper.StartAsync(end.Token);
        if (lost is not null) EdgeLog.TableLost(log, lost.FullMessage);

        await using var http = HttpServer.Build(options, table, log);
        if ((await HttpServer.StartAsync(http, options, end.Token)).TryGetError(out error)) return Fail(error);
        var line = new NameLine();
        await using var names = StartNames(line);
        var answers = new ControlAnswers(keeper, table, file, total, lost, hearsNames: names is not null);
        if (ControlServer.Start(options.ControlSocket, answers, events, wakes, line, clock).TryGetError(out error, out var control)) return Fail(error);
        await using var controlled = control;
        EdgeLog.Listening(log, table.Count, keeper.Version);
        if (options.ReadyDescriptor is { } descriptor) ReadySignal.Send(descriptor);

        await UntilAsync(end.Token);
        EdgeLog.Ending(log, total.UnderWay);
        foreach (var route in table.Routes) route.Traffic.Refuse("the edge of this host starts anew.", RestartTime);
        await DrainAsync(http, ports, relay);
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }
    }

    // Without those sockets everything else goes on, and the service is told.
    private NameServer? StartNames(NameLine line)
    {
        if (options is not { NamesUdpDescriptor: { } udp, NamesTcpDescriptor: { } tcp, Resolvers.Count: > 0 }) return null;
        var resolvers = new Resolvers([.. options.Resolvers.Select(address => new IPEndPoint(address, NameService.Port))], clock);
        var started = NameServer.Start(udp, tcp, new NameForwarder(line, resolvers, new NameQuota(clock), clock), clock);
        if (started is null) EdgeLog.NamesUnheard(log);
        return started;
    }

    private async Task DrainAsync(WebApplication http, PortBook ports, StreamRelay relay)
    {
        using var patience = new CancellationTokenSource(DrainTime, clock);
        await ports.DisposeAsync();
        var streams = relay.DrainAsync(patience.Token);
        await http.StopAsync(patience.Token);
        try
        {
            await streams;
        }
        catch (OperationCanceledException)
        {
            // The relay breaks what is left when it is disposed.
        }
    }

    private static Task UntilAsync(CancellationToken end)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = end.UnsafeRegister(static state => ((TaskCompletionSource)state!).SetResult(), ended);
        return ended.Task;
    }

    private int Fail(LobsterError error)
    {
        EdgeLog.CannotStart(log, error.FullMessage);
        return 1;
    }
}
