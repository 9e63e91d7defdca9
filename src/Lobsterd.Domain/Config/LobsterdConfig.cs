namespace Lobsterd.Domain.Config;

/// <summary>The whole configuration, <c>/etc/lobsterd/config.json</c>; every value has a default.</summary>
public sealed record LobsterdConfig
{
    /// <summary>Tenants are reached as <c>NAME.DOMAIN</c>.</summary>
    public string Domain { get; init; } = "lobster.localhost";

    /// <summary>The web server in front.</summary>
    public CaddyConfig Caddy { get; init; } = new();

    /// <summary>The data path.</summary>
    public EdgeConfig Edge { get; init; } = new();

    /// <summary>Tenants that sleep, and what wakes them.</summary>
    public WakeConfig Wake { get; init; } = new();

    /// <summary>The API.</summary>
    public ReefConfig Reef { get; init; } = new();

    /// <summary>What runs the VMs, and their default size.</summary>
    public HypervisorConfig Hypervisor { get; init; } = new();

    /// <summary>Addresses and the firewall.</summary>
    public NetworkConfig Network { get; init; } = new();

    /// <summary>How much of the host's network and disks a new tenant may use.</summary>
    public RatesConfig Rates { get; init; } = new();

    /// <summary>Images.</summary>
    public ImagesConfig Images { get; init; } = new();

    /// <summary>Tenants' disks.</summary>
    public OverlayConfig Overlay { get; init; } = new();

    /// <summary>Copies of tenants' disks.</summary>
    public SnapConfig Snap { get; init; } = new();

    /// <summary>Bounds for talking to agents.</summary>
    public AgentConfig Agent { get; init; } = new();

    /// <summary>The watchdog.</summary>
    public WatchdogConfig Watchdog { get; init; } = new();

    /// <summary>What becomes of a host that is less safe than it could be.</summary>
    public PostureConfig Posture { get; init; } = new();

    /// <summary>The audit log.</summary>
    public EventsConfig Events { get; init; } = new();

    /// <summary>Where the service's own figures and traces go.</summary>
    public TelemetryConfig Telemetry { get; init; } = new();

    /// <summary>Providers of models by name, for the workload <c>openclaw</c>; the first one's model is its default.</summary>
    public IReadOnlyDictionary<string, ProviderConfig> Providers { get; init; } = ProviderConfig.Known;

    /// <summary>Workloads by name; <c>gateway</c> and <c>openclaw</c> are always there.</summary>
    public IReadOnlyDictionary<string, WorkloadConfig> Workloads { get; init; } = new Dictionary<string, WorkloadConfig>();
}
