using System.Net;
using System.Runtime.InteropServices;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Edge.Control;
using Lobsterd.Edge.Events;
using Lobsterd.Edge.Handover;
using Lobsterd.Edge.Listening;
using Lobsterd.Edge.Names;
using Lobsterd.Edge.Publishing;
using Lobsterd.Edge.Routing;
using Lobsterd.Edge.Sleeping;
using Lobsterd.Edge.Table;
using Lobsterd.Edge.Traffic;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Startup;

/// <summary>The edge from its first breath to its last: puts the rooms together, takes over from the edge that
/// serves, listens, and ends on SIGTERM or SIGINT or when it has handed over and drained.</summary>
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
    /// <returns>The exit code: 0 after a signal or when it has drained, that of the error's kind when it could not start.</returns>
    public async Task<int> RunAsync()
    {
        using var end = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var memory = MemorySignal.Hear();

        if (TakeOver.Begin(HandoverServer.PathIn(options.State)).TryGetError(out var error, out var begun)) return Fail(error);
        using var takeOver = begun;
        using var handed = takeOver?.Sockets ?? new HandedSockets();
        if (TableFile.Open(options.State, handed.TakeLock()).TryGetError(out error, out var file)) return Fail(error);
        await using var held = file;
        var events = new EventHub();
        var wakes = new EventHub(EdgeLimits.MaxPendingWakes);
        var total = new TrafficTotal();
        var desk = new HoldDesk(HoldBounds.Of(options), wakes, clock);
        var table = new RouteTable();
        var predecessors = new Predecessors(takeOver?.Drainers ?? 0, clock);
        var succession = new Succession();
        using var upgradesEnd = new CancellationTokenSource();
        await using var relay = new StreamRelay(table, clock);
        await using var ports = new PortBook(relay, events, handed, clock);
        await using var keeper = new TableKeeper(
            table, ports, file, new LiveRoutes(GuestBounds.Of(options), total, desk, predecessors, events, clock), predecessors, clock);
        var lost = await keeper.StartAsync(end.Token);
        if (lost is not null) EdgeLog.TableLost(log, lost.FullMessage);

        if ((await Doors.OpenAsync(options, handed, clock)).TryGetError(out error, out var doors)) return Fail(error);
        await using var opened = doors;
        var visitors = new Visitors();
        await using var http = HttpServer.Build(options, table, doors, visitors, succession, clock, log, upgradesEnd.Token);
        await http.StartAsync(end.Token);
        if (takeOver is not null && takeOver.Finish().TryGetError(out error)) return Fail(error);

        var line = new NameLine();
        await using var names = StartNames(line, handed);
        var answers = new ControlAnswers(keeper, table, file, total, lost, hearsNames: names is not null);
        if (ControlServer.Start(options.ControlSocket, answers, events, wakes, line, clock).TryGetError(out error, out var control)) return Fail(error);
        await using var controlled = control;
        var estate = new Estate(file, doors, ports, names, table, succession);
        if (HandoverServer.Start(options.State, keeper, estate, succession, predecessors, clock).TryGetError(out error, out var handover)) return Fail(error);
        await using var heard = handover;
        handed.Dispose();
        EdgeLog.Listening(log, table.Count, keeper.Version);
        if (options.ReadyDescriptor is { } descriptor) ReadySignal.Send(descriptor);

        _ = await Task.WhenAny(UntilAsync(end.Token), succession.Succeeded);
        if (succession.HasSuccessor)
        {
            // Whoever is connected here asks the other from now on.
            await control.DisposeAsync();
            await handover.DisposeAsync();
            EdgeLog.HandedOver(log, total.UnderWay);
            var report = new DrainReport(HandoverServer.PathIn(options.State), table, total, clock);
            await new Drain(visitors, relay, upgradesEnd, report, TimeSpan.FromMilliseconds(options.DrainMs), clock).RunAsync(end.Token);
            EdgeLog.Drained(log, total.UnderWay);
        }
        else
        {
            EdgeLog.Ending(log, total.UnderWay);
            foreach (var route in table.Routes) route.Traffic.Refuse("the edge of this host starts anew.", RestartTime);
        }

        await EndAsync(http, ports, relay);
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }
    }

    // Without those sockets everything else goes on, and the service is told.
    private NameServer? StartNames(NameLine line, HandedSockets handed)
    {
        if (options is not { NamesUdpDescriptor: { } udp, NamesTcpDescriptor: { } tcp, Resolvers.Count: > 0 }) return null;
        var resolvers = new Resolvers([.. options.Resolvers.Select(address => new IPEndPoint(address, NameService.Port))], clock);
        var started = NameServer.Start(handed, udp, tcp, new NameForwarder(line, resolvers, new NameQuota(clock), clock), clock);
        if (started is null) EdgeLog.NamesUnheard(log);
        return started;
    }

    private async Task EndAsync(WebApplication http, PortBook ports, StreamRelay relay)
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
        return ExitCodes.Of(error.Code.Kind);
    }
}
