namespace Lobsterd.Domain.Inventory;

/// <summary>The kinds of things that lobsterd leaves on a host.</summary>
public enum InventoryKind
{
    /// <summary>A process: VMM, launcher, edge, Caddy.</summary>
    Process,

    /// <summary>A TAP interface.</summary>
    Tap,

    /// <summary>The firewall table, or an element of one of its maps and sets.</summary>
    Firewall,

    /// <summary>A mount.</summary>
    Mount,

    /// <summary>A cgroup folder.</summary>
    Cgroup,

    /// <summary>A file or folder.</summary>
    File,

    /// <summary>A socket file.</summary>
    Socket,

    /// <summary>A route of the edge's table.</summary>
    EdgeRoute,

    /// <summary>Our server in Caddy's configuration.</summary>
    CaddyServer,

    /// <summary>A slot or tenant entry of the registry.</summary>
    Registry,

    /// <summary>A kernel setting that lobsterd changed.</summary>
    Sysctl,
}
