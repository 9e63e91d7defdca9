namespace Lobsterd.Domain.Health;

/// <summary>Every check: of the host, and of each tenant.</summary>
public static class HealthChecks
{
    /// <summary>The registry's file.</summary>
    public static readonly HealthCheck Registry = new(
        "registry",
        "the registry's file holds the generation that the service works by",
        "see what keeps `/etc/lobsterd` from being written: a full disk, a read-only file system")
    {
        Repairs = [HealthRepairs.Registry],
    };

    /// <summary>Forwarding.</summary>
    public static readonly HealthCheck Forwarding = new(
        "forwarding",
        "the host forwards IPv4 (`net.ipv4.ip_forward` is 1)",
        "find what switches it off: another program, or a file in `/etc/sysctl.d`")
    {
        Repairs = [HealthRepairs.SharedNetwork],
    };

    /// <summary>The wall that all share.</summary>
    public static readonly HealthCheck SharedWall = new(
        "shared-wall",
        "every chain that all tenants share is there with every rule that it was raised with, first in its hook",
        "find what changes the firewall beside lobsterd: `nft monitor` tells each change")
    {
        Repairs = [HealthRepairs.SharedNetwork],
    };

    /// <summary>The edge.</summary>
    public static readonly HealthCheck Edge = new(
        "edge",
        "the edge runs and answers on its control socket",
        "read `/var/lib/lobsterd/log/edge.log`")
    {
        Repairs = [HealthRepairs.Front],
    };

    /// <summary>Caddy.</summary>
    public static readonly HealthCheck Caddy = new(
        "caddy",
        "Caddy answers, and its configuration holds our server as it was given",
        "`lobsterd doctor` says what is wrong with Caddy; its log lies in `/var/lib/lobsterd/caddy`")
    {
        Repairs = [HealthRepairs.Front],
    };

    /// <summary>Orphans.</summary>
    public static readonly HealthCheck Orphans = new(
        "orphans",
        "nothing of lobsterd's on the host belongs to no tenant: no process, TAP, firewall element, cgroup, jail, route or disk",
        "a disk that belongs to no tenant is never removed by itself: copy what you need of it, then remove its folder below `/var/lib/lobsterd/tenants`")
    {
        Needs = ["edge", "caddy"],
        Repairs = [HealthRepairs.Orphans],
    };

    /// <summary>The host's disk.</summary>
    public static readonly HealthCheck HostDisk = new(
        "host-disk",
        "the file system of the disks has its reserve free (`overlay.reserveBytes`)",
        "free some space: remove snapshots and images that nobody uses, or evict a tenant; or lower `overlay.reserveBytes`");

    /// <summary>The VMM's process.</summary>
    public static readonly HealthCheck Vm = new(
        "vm",
        "the tenant's VMM runs, and it is the process that the registry names: pid, start, program, user",
        "`lobsterd logs NAME` and the service's log say how it ended; `lobsterd restart NAME` tries again")
    {
        Repairs = [HealthRepairs.Vm],
        IsOfRunning = false,
    };

    /// <summary>The VMM's control socket.</summary>
    public static readonly HealthCheck Control = new(
        "control",
        "the VMM answers on its control socket within its bound, and the VM's processors run",
        "a VMM that hangs in the kernel (state D in `ps`) ends only when the disk or the network that it waits for does")
    {
        Needs = ["vm"],
        Repairs = [HealthRepairs.Unpause, HealthRepairs.Vm],
    };

    /// <summary>The limits.</summary>
    public static readonly HealthCheck Limits = new(
        "limits",
        "the VMM is in the tenant's cgroup, whose limits are those of the VM's size",
        "see what changes cgroups beside lobsterd, and whether the host has the controllers: `lobsterd doctor`")
    {
        Needs = ["vm"],
        Repairs = [HealthRepairs.Limits],
    };

    /// <summary>The TAP.</summary>
    public static readonly HealthCheck Tap = new(
        "tap",
        "the tenant's TAP is there and up, its owner, group, MAC, addresses, permanent neighbours and settings are as planned",
        "an interface of that name that is not ours must go first: `ip -d link show lobN`")
    {
        Repairs = [HealthRepairs.Network],
    };

    /// <summary>Who holds the TAP.</summary>
    public static readonly HealthCheck TapHeld = new(
        "tap-held",
        "a VMM holds the TAP open",
        "`lobsterd restart NAME` gives the VM its network back")
    {
        Needs = ["vm", "tap"],
        Repairs = [HealthRepairs.Vm],
    };

    /// <summary>The tenant's part of the wall.</summary>
    public static readonly HealthCheck Wall = new(
        "wall",
        "the firewall holds the tenant's elements exactly as planned: none is missing, none is more, each has its value and its owner",
        "find what changes the firewall beside lobsterd: `nft monitor` tells each change")
    {
        Repairs = [HealthRepairs.Network],
    };

    /// <summary>The agent.</summary>
    public static readonly HealthCheck Agent = new(
        "agent",
        "the agent in the guest answers within `agent.answerTimeoutMs`, asked twice, and to our token",
        "`lobsterd logs NAME` shows the guest's last lines; `lobsterd restart NAME` tries again")
    {
        Needs = ["vm", "control", "tap", "tap-held", "wall"],
        NeedsOfHost = ["shared-wall"],
        Repairs = [HealthRepairs.Vm],
    };

    /// <summary>The guest's clock.</summary>
    public static readonly HealthCheck Clock = new(
        "clock",
        "the guest's clock differs from the host's by at most 1 s",
        "see what sets it in the guest: a time service that follows a wrong source")
    {
        Needs = ["agent"],
        Repairs = [HealthRepairs.Clock],
    };

    /// <summary>The workload.</summary>
    public static readonly HealthCheck Workload = new(
        "workload",
        "the workload runs, and its port takes a connection from the host within 2 s",
        "`lobsterd logs NAME` says why it does not start")
    {
        Needs = ["agent"],
        Repairs = [HealthRepairs.Workload, HealthRepairs.Vm],
    };

    /// <summary>The disk's file.</summary>
    public static readonly HealthCheck Disk = new(
        "disk",
        "the tenant's disk is there, whole, as large as it was made, and its user's alone",
        "nothing replaces a lost disk but a snapshot: `lobsterd restore NAME SNAP`. While its VM runs, the VMM still holds the old file open below `/proc/PID/fd`")
    {
        Repairs = [HealthRepairs.DiskOwner],
        IsOfRunning = false,
    };

    /// <summary>The guest's file system.</summary>
    public static readonly HealthCheck GuestDisk = new(
        "guest-disk",
        "the guest's file system can be written",
        "the kernel makes a damaged file system read-only: look at it by `lobsterd exec NAME -- dmesg`, and restore a snapshot")
    {
        Needs = ["agent"],
        Repairs = [HealthRepairs.Vm],
    };

    /// <summary>The guest's room.</summary>
    public static readonly HealthCheck GuestSpace = new(
        "guest-space",
        "at least 16 MiB of the guest's file system are free",
        "a full disk is the tenant's own: free some space in the guest (`lobsterd exec NAME -- du -xh -d1 /`), or spawn it anew with a larger `--disk`")
    {
        Needs = ["agent"],
    };

    /// <summary>The route.</summary>
    public static readonly HealthCheck Route = new(
        "route",
        "the edge's table leads the tenant's host name and published ports to its guest",
        "read `/var/lib/lobsterd/log/edge.log`; a published port may be taken by another program")
    {
        Repairs = [HealthRepairs.Route],
    };

    /// <summary>The host's, in the order in which they are looked at.</summary>
    public static IReadOnlyList<HealthCheck> OfHost { get; } = [Registry, Forwarding, SharedWall, Edge, Caddy, Orphans, HostDisk];

    /// <summary>A tenant's, in the order in which they are looked at: what others need comes first.</summary>
    public static IReadOnlyList<HealthCheck> OfTenant { get; } =
        [Vm, Control, Limits, Tap, TapHeld, Wall, Disk, Route, Agent, Clock, GuestDisk, GuestSpace, Workload];
}
