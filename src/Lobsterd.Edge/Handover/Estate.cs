using System.Runtime.InteropServices;
using Lobsterd.Edge.Listening;
using Lobsterd.Edge.Names;
using Lobsterd.Edge.Publishing;
using Lobsterd.Edge.Routing;
using Lobsterd.Edge.Table;

namespace Lobsterd.Edge.Handover;

/// <summary>All that this edge has and the next one needs: the lock of the table, and every socket that is listened on.</summary>
/// <param name="file">The table on disk.</param>
/// <param name="doors">The endpoints for HTTP.</param>
/// <param name="ports">The published ports.</param>
/// <param name="names">Hears guests' questions; null when nobody does.</param>
/// <param name="table">The routes.</param>
/// <param name="succession">Is told when it has gone over.</param>
internal sealed class Estate(TableFile file, Doors doors, PortBook ports, NameServer? names, RouteTable table, Succession succession)
{
    /// <summary>Its parts and their names. Valid as long as the table is not changed.</summary>
    public IReadOnlyList<(string Name, SafeHandle Handle)> List() =>
    [
        (HandedSockets.Lock, file.LockHandle),
        .. doors.All.Select(door => (door.Name, door.Handle)),
        .. ports.Listening.Select(port => (HandedSockets.PortName(port.Port), port.Handle)),
        .. names?.Sockets ?? [],
    ];

    /// <summary>Lets it all go: the next edge accepts on all of it already. What waits and what comes on connections that are open goes to that one;
    /// what is under way stays.</summary>
    public async Task LetGoAsync()
    {
        succession.Begin();
        await doors.CloseAsync();
        await ports.DisposeAsync();
        if (names is not null) await names.DisposeAsync();
        foreach (var route in table.Routes)
        {
            route.Traffic.MoveOut();
            route.Pool.Retire();
        }

        await file.DisposeAsync();
    }
}
