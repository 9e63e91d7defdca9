namespace Lobsterd.Cli.Service;

/// <summary>The systemd unit of a root's service.</summary>
/// <param name="Name">Without its suffix.</param>
/// <param name="Program">What it runs.</param>
internal sealed record ServiceUnit(string Name, ServiceProgram Program)
{
    /// <summary>The unit's file name.</summary>
    internal string FileName => $"{Name}.service";

    /// <summary>The unit's text (systemd.unit(5), systemd.service(5)).</summary>
    /// <remarks>KillMode=process and Delegate: VMs, edge and Caddy outlive the service, and their cgroups are ours to make.
    /// TimeoutStartSec: a start takes up every journal and adopts every tenant first. WatchdogSignal: a core would hold tenants' tokens.</remarks>
    internal string Render() =>
        $"""
        # Written by lobsterd init, removed by lobsterd uninit.
        [Unit]
        Description=lobsterd: tenants in microVMs{(Program.Root == "/" ? "" : $" ({Program.Root})")}
        After=network-online.target
        Wants=network-online.target

        [Service]
        Type=notify
        ExecStart={Quote(Program.Path)} --root {Quote(Program.Root)}
        Restart=on-failure
        RestartSec=1
        RestartPreventExitStatus=2 4
        KillMode=process
        Delegate=yes
        TimeoutStartSec=600
        TimeoutStopSec=60
        WatchdogSec=60
        WatchdogSignal=SIGKILL
        LimitNOFILE=1048576
        TasksMax=infinity
        OOMScoreAdjust=-500

        # What root with VMs can do without. Children inherit all of it: VMMs, edge, Caddy and the programs that build images.
        LockPersonality=yes
        RestrictRealtime=yes
        SystemCallArchitectures=native
        CapabilityBoundingSet=~CAP_SYS_BOOT CAP_SYS_TIME CAP_WAKE_ALARM CAP_LEASE CAP_SYS_PACCT CAP_BLOCK_SUSPEND CAP_MAC_ADMIN CAP_MAC_OVERRIDE CAP_SYSLOG

        # Left off, and why:
        # ProtectSystem, ProtectHome, PrivateTmp, ReadWritePaths, PrivateMounts: jails are mounts that must outlive the service, in the host's namespace.
        # PrivateDevices, DevicePolicy, ProtectClock (which sets it): VMMs open /dev/kvm and /dev/net/tun, and jails make device nodes.
        # PrivateNetwork, RestrictAddressFamilies, IPAddressDeny: TAPs, firewall and netlink are the service's work.
        # PrivateUsers, User, DynamicUser: every tenant's VMM becomes a user of its own.
        # ProtectKernelTunables, ProtectControlGroups, ProtectProc: forwarding is a sysctl, limits are cgroups, adoption reads other users' processes.
        # ProtectKernelModules: tun and the firewall's modules are loaded on demand.
        # MemoryDenyWriteExecute: QEMU's compiler writes code, and is started by the service.
        # RestrictNamespaces, SystemCallFilter: VMMs unshare, and bring seccomp filters of their own.
        # RestrictSUIDSGID: images hold such files.
        # NoNewPrivileges: left to the launcher, which sets it for each VMM.

        [Install]
        WantedBy=multi-user.target

        """;

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal)}\"";
}
