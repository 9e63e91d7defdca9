namespace Lobsterd.Cli.Service;

/// <summary>The systemd unit of a root's service.</summary>
/// <param name="Name">Without its suffix.</param>
/// <param name="Program">What it runs.</param>
internal sealed record ServiceUnit(string Name, ServiceProgram Program)
{
    /// <summary>The unit's file name.</summary>
    internal string FileName => $"{Name}.service";

    /// <summary>The unit's text (systemd.unit(5), systemd.service(5)).</summary>
    /// <remarks>KillMode=process and Delegate: VMs, edge and Caddy outlive the service, and their cgroups are ours to make.</remarks>
    internal string Render() =>
        $"""
        # Written by lobsterd init, removed by lobsterd uninit.
        [Unit]
        Description=lobsterd: tenants in microVMs{(Program.Root == "/" ? "" : $" ({Program.Root})")}
        After=network-online.target
        Wants=network-online.target

        [Service]
        Type=exec
        ExecStart={Quote(Program.Path)} --root {Quote(Program.Root)}
        Restart=on-failure
        RestartSec=1
        RestartPreventExitStatus=2 4
        KillMode=process
        Delegate=yes
        TimeoutStopSec=60
        LimitNOFILE=1048576
        TasksMax=infinity
        OOMScoreAdjust=-500

        [Install]
        WantedBy=multi-user.target

        """;

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal)}\"";
}
