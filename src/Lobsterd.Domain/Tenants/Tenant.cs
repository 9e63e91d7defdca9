using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Snapshots;

namespace Lobsterd.Domain.Tenants;

/// <summary>A tenant's entry in the registry: all that lobsterd knows of it that outlives a process.</summary>
public sealed record Tenant
{
    /// <summary>UUID v7; the identity that its name can move between hosts with.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name on this host.</summary>
    public required TenantName Name { get; init; }

    /// <summary>The slot that it holds.</summary>
    public required Slot Slot { get; init; }

    /// <summary>What is wanted.</summary>
    public required DesiredState Desired { get; init; }

    /// <summary>What is known to be so.</summary>
    public required ObservedState Observed { get; init; }

    /// <summary>Why <see cref="Observed"/> is <see cref="ObservedState.Failed"/>, one sentence; otherwise null.</summary>
    public string? Reason { get; init; }

    /// <summary>Who may put it to sleep.</summary>
    public TenantMode Mode { get; init; } = TenantMode.Manual;

    /// <summary>How long it is idle before it sleeps by itself, in milliseconds; null for as long as the configuration says.</summary>
    public long? IdleAfterMs { get; init; }

    /// <summary>What people wrote on it to find it by.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = TenantLabels.None;

    /// <summary>CPUs and memory of its VM.</summary>
    public required VmSize Size { get; init; }

    /// <summary>Apparent size of its disk in bytes.</summary>
    public required long DiskBytes { get; init; }

    /// <summary>Content hash of the image it runs, lower-case hex SHA-256.</summary>
    public required string Image { get; init; }

    /// <summary>The image's name when it was spawned, for people.</summary>
    public required string ImageName { get; init; }

    /// <summary>The hypervisor that runs it, e.g. <c>qemu</c>.</summary>
    public required HypervisorName Hypervisor { get; init; }

    /// <summary>The workload's name, as configured.</summary>
    public required string Workload { get; init; }

    /// <summary>The port on which the workload listens in the guest.</summary>
    public required int Port { get; init; }

    /// <summary>Ports of the host that lead to it.</summary>
    public IReadOnlyList<PublishedPort> Publish { get; init; } = [];

    /// <summary>Where its guest may go.</summary>
    public EgressPolicy Egress { get; init; } = EgressPolicy.Open;

    /// <summary>How much of the host's network and disks it may use; null for as much as it can.</summary>
    public RateLimits? Rates { get; init; }

    /// <summary>When it is copied by itself, and how many copies are kept.</summary>
    public SnapRule Snaps { get; init; } = SnapRule.None;

    /// <summary>The workload's environment as given at spawn.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Secret shared with the agent in the guest; the registry is 0600 for its sake.</summary>
    public required string AgentToken { get; init; }

    /// <summary>Secret that the workload asks of its users.</summary>
    public required string GatewayToken { get; init; }

    /// <summary>When it was spawned (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when and why the watchdog leaves it alone; null while it does not.</summary>
    public OperatorWord? Maintenance { get; init; }

    /// <summary>Until when and why it does not fall asleep by itself; null while nobody holds it awake.</summary>
    public OperatorWord? Hold { get; init; }

    /// <summary>When it is to be awake next, as its guest said when it fell asleep; null while it is awake, and where nothing is due.</summary>
    public ScheduleDue? Due { get; init; }

    /// <summary>What came of trying what it sleeps as; null while it is awake, and before it was tried.</summary>
    public SleepProof? Proof { get; init; }

    /// <summary>The VMM that ran it when last seen; null when there was none.</summary>
    public VmProcess? Vm { get; init; }

    /// <summary>The owner mark of everything on the host that is this tenant's.</summary>
    public VmOwner Owner => new(Id, Name, Slot);
}
