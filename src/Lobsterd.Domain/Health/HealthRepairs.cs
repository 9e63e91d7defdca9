namespace Lobsterd.Domain.Health;

/// <summary>Every repair.</summary>
public static class HealthRepairs
{
    /// <summary>Publishes the tenant's route.</summary>
    public static readonly HealthRepair Route = new("route", "tells the edge the tenant's route again; requests in flight go on");

    /// <summary>Makes TAP and wall right.</summary>
    public static readonly HealthRepair Network = new("network", "makes the tenant's TAP with its addresses, neighbours and settings, and its elements of the firewall, as planned; what is right already stays untouched");

    /// <summary>Takes the disk's file back.</summary>
    public static readonly HealthRepair DiskOwner = new("disk-owner", "gives the disk's file back to the tenant's user, mode 0600");

    /// <summary>Sets the limits.</summary>
    public static readonly HealthRepair Limits = new("limits", "makes the tenant's cgroup with its limits, and puts its processes into it");

    /// <summary>Lets a paused VM run.</summary>
    public static readonly HealthRepair Unpause = new("unpause", "lets the VM's processors run");

    /// <summary>Sets the guest's clock.</summary>
    public static readonly HealthRepair Clock = new("clock", "sets the guest's clock by the host's");

    /// <summary>Restarts the workload.</summary>
    public static readonly HealthRepair Workload = new("workload", "has the agent stop the workload and start it again, and waits for its port");

    /// <summary>Restarts the VM.</summary>
    public static readonly HealthRepair Vm = new("vm", "restarts the VM with its disk: by its agent where that answers, else at once");

    /// <summary>Makes the shared network right.</summary>
    public static readonly HealthRepair SharedNetwork = new("shared-network", "raises the firewall that all tenants share, in one transaction in which every open tenant stays open, and switches forwarding on");

    /// <summary>Makes edge and Caddy right.</summary>
    public static readonly HealthRepair Front = new("front", "starts edge and Caddy where they do not run, kills and starts anew what runs and says nothing for 5 s, and puts our server into Caddy; one that is right is left alone");

    /// <summary>Writes the registry anew.</summary>
    public static readonly HealthRepair Registry = new("registry", "sets a damaged registry aside and writes the generation in force anew");

    /// <summary>Removes orphans.</summary>
    public static readonly HealthRepair Orphans = new("orphans", "removes what belongs to no tenant, but for disks: those stay for a person to look at");

    /// <summary>All of them, the smallest first.</summary>
    public static IReadOnlyList<HealthRepair> All { get; } =
        [Registry, SharedNetwork, Front, Orphans, Route, DiskOwner, Network, Limits, Unpause, Clock, Workload, Vm];

    /// <summary>How much a repair disturbs, from 0: the smallest goes first.</summary>
    public static int WeightOf(HealthRepair repair) => All.ToList().IndexOf(repair);
}
