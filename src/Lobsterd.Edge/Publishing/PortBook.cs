using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Events;
using Lobsterd.Edge.Handover;
using Lobsterd.Edge.Routing;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Publishing;

/// <summary>Who has which published port, and what listens there. A port that a whole table brought and that could not be listened on is
/// down: it keeps its owner and is tried again.</summary>
/// <remarks>Not for two callers at a time; its only one, the <see cref="Table.TableKeeper"/>, sees to that. What a change costs depends on the ports
/// of that route alone.</remarks>
/// <param name="relay">Carries the connections.</param>
/// <param name="events">Is told of ports that go down and come up.</param>
/// <param name="handed">Ports that the edge before listened on.</param>
/// <param name="clock">For the listeners.</param>
internal sealed class PortBook(StreamRelay relay, EventHub events, HandedSockets handed, TimeProvider clock) : IAsyncDisposable
{
    private readonly Dictionary<int, PortEntry> entries = [];
    private readonly SortedSet<int> down = [];

    /// <summary>The ports that nobody listens on though they are someone's, in order.</summary>
    public IReadOnlyCollection<int> Down => down;

    /// <summary>What listens, in no order.</summary>
    public IEnumerable<PortListener> Listening => entries.Values.Select(entry => entry.Listener).OfType<PortListener>();

    /// <summary>First half of a change: opens every port of a route that is not open yet. All or nothing.</summary>
    /// <error code="edge.publish.taken">Another tenant has a port, or another process listens on it.</error>
    /// <error code="edge.publish.privileged">A port is below what the kernel gives to the edge.</error>
    public async Task<Result<IReadOnlyList<PortListener>, LobsterError>> OpenAsync(LiveRoute route)
    {
        var opened = new List<PortListener>();
        foreach (var port in route.Plan.Publish)
        {
            if (IsOpen(port.HostPort, route.Plan.Tenant)) continue;
            if (Open(route, port).TryGetError(out var error, out var listener))
            {
                await CloseAsync(opened);
                return error;
            }

            opened.Add(listener);
        }

        return opened;
    }

    /// <summary>Like <see cref="OpenAsync"/>, but leaves out what cannot be opened.</summary>
    public IReadOnlyList<PortListener> OpenWhatCan(LiveRoute route)
    {
        var opened = new List<PortListener>();
        foreach (var port in route.Plan.Publish)
            if (!IsOpen(port.HostPort, route.Plan.Tenant) && Open(route, port).TryGetValue(out var listener)) opened.Add(listener);
        return opened;
    }

    /// <summary>Takes a first half back.</summary>
    public static async Task CloseAsync(IReadOnlyList<PortListener> opened)
    {
        foreach (var listener in opened) await listener.DisposeAsync();
    }

    /// <summary>Second half of a change: leads every port of the next route to it, and gives up those that only the former one had.</summary>
    /// <param name="former">The tenant's route until now; null when it had none.</param>
    /// <param name="next">Its route from now on; null when it is withdrawn.</param>
    /// <param name="opened">What the first half opened.</param>
    public async Task SettleAsync(LiveRoute? former, LiveRoute? next, IReadOnlyList<PortListener> opened)
    {
        foreach (var port in next?.Plan.Publish ?? [])
        {
            var target = new PortTarget(next!, port.GuestPort);
            var listener = opened.FirstOrDefault(one => one.Port == port.HostPort) ?? entries.GetValueOrDefault(port.HostPort)?.Listener;
            entries[port.HostPort] = new PortEntry(target, listener);
            listener?.Lead(target);
            if (listener is not null) _ = down.Remove(port.HostPort);
            else if (down.Add(port.HostPort)) events.Tell(new EdgeEvent.PortDown(next!.Plan.Tenant.Value, port.HostPort));
        }

        foreach (var port in former?.Plan.Publish ?? [])
        {
            if (next?.Plan.Publish.Any(kept => kept.HostPort == port.HostPort) == true) continue;
            _ = down.Remove(port.HostPort);
            if (entries.Remove(port.HostPort, out var given) && given.Listener is { } listener) await listener.DisposeAsync();
        }
    }

    /// <summary>Tries every port that is down once more.</summary>
    public void Revive()
    {
        foreach (var port in down.ToList())
        {
            var entry = entries[port];
            if (!PortListener.Open(port, entry.Target, relay, handed, clock).TryGetValue(out var listener)) continue;
            entries[port] = entry with { Listener = listener };
            _ = down.Remove(port);
            events.Tell(new EdgeEvent.PortUp(entry.Target.Route.Plan.Tenant.Value, port));
        }
    }

    /// <summary>Stops listening everywhere.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var entry in entries.Values)
            if (entry.Listener is { } listener) await listener.DisposeAsync();
        entries.Clear();
        down.Clear();
    }

    private bool IsOpen(int port, TenantName tenant) =>
        entries.TryGetValue(port, out var entry) && entry.Listener is not null && entry.Owner == tenant;

    private Result<PortListener, LobsterError> Open(LiveRoute route, PublishedPort port) =>
        entries.TryGetValue(port.HostPort, out var entry) && entry.Owner != route.Plan.Tenant
            ? new LobsterError(EdgeErrors.PortTaken, $"port {port.HostPort} of the host is published by tenant {entry.Owner}")
            : PortListener.Open(port.HostPort, new PortTarget(route, port.GuestPort), relay, handed, clock);

    private sealed record PortEntry(PortTarget Target, PortListener? Listener)
    {
        public TenantName Owner => Target.Route.Plan.Tenant;
    }
}
