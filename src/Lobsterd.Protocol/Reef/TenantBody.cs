namespace Lobsterd.Protocol.Reef;

/// <summary>A tenant as the API shows it; no secrets.</summary>
public sealed record TenantBody
{
    /// <summary>UUID v7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What is known to be so: <c>spawning</c>, <c>running</c>, <c>suspending</c>, <c>suspended</c>, <c>resuming</c>, <c>stopping</c>, <c>stopped</c>, <c>starting</c>, <c>failed</c>, <c>evicting</c>.</summary>
    public required string State { get; init; }

    /// <summary>What is wanted: <c>running</c>, <c>stopped</c>, <c>suspended</c>.</summary>
    public required string Desired { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>Until when and why the watchdog leaves it alone; null while it does not.</summary>
    public WordBody? Maintenance { get; init; }

    /// <summary>Until when and why it does not fall asleep by itself; null while nobody holds it awake.</summary>
    public WordBody? Hold { get; init; }

    /// <summary>Who may put it to sleep: <c>always-on</c>, <c>auto</c>, <c>manual</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>How long it is idle before it sleeps by itself, in milliseconds; null for as long as the configuration says.</summary>
    public long? IdleAfterMs { get; init; }

    /// <summary>When snaps of it are taken by themselves, beside when the configuration wants them: <c>6h</c>, or five fields of cron; null: then alone.</summary>
    public string? SnapEvery { get; init; }

    /// <summary>Most snaps without a label that are kept of it; null for as many as the configuration says.</summary>
    public int? SnapKeep { get; init; }

    /// <summary>What people wrote on it to find it by; null from a service that knows of none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Where browsers reach it.</summary>
    public required string Url { get; init; }

    /// <summary>The guest's IPv4 address.</summary>
    public required string Ip { get; init; }

    /// <summary>The TAP on the host.</summary>
    public required string Tap { get; init; }

    /// <summary>The slot.</summary>
    public required int Slot { get; init; }

    /// <summary>The VMM's process id; null while there is none.</summary>
    public int? Pid { get; init; }

    /// <summary>The hypervisor.</summary>
    public required string Hypervisor { get; init; }

    /// <summary>The image's name.</summary>
    public required string Image { get; init; }

    /// <summary>The image's content hash.</summary>
    public required string ImageHash { get; init; }

    /// <summary>Virtual CPUs.</summary>
    public required int Vcpus { get; init; }

    /// <summary>Guest memory in MiB.</summary>
    public required int MemoryMib { get; init; }

    /// <summary>Apparent size of the disk in bytes.</summary>
    public required long DiskBytes { get; init; }

    /// <summary>The workload's name.</summary>
    public required string Workload { get; init; }

    /// <summary>The port on which it answers in the guest.</summary>
    public required int Port { get; init; }

    /// <summary>Ports of the host that lead to it.</summary>
    public required IReadOnlyList<PublishBody> Publish { get; init; }

    /// <summary>Where the guest may go: <c>open</c>, <c>none</c> or <c>allow:TARGET[:PORT[-PORT]],…</c>.</summary>
    public required string Egress { get; init; }

    /// <summary>What the guest may receive, in bytes a second and at once: <c>RATE[:BURST]</c>; null for as much as it can.</summary>
    public string? Rx { get; init; }

    /// <summary>What the guest may send, likewise.</summary>
    public string? Tx { get; init; }

    /// <summary>What it may read and write on its disk, likewise, also <c>N[:BURST]iops</c>.</summary>
    public string? DiskRate { get; init; }

    /// <summary>The limits that this host cannot enforce on its VMM, of <c>memory</c>, <c>pids</c> and <c>cpu</c>; empty where it enforces all.</summary>
    public required IReadOnlyList<string> UnlimitedIn { get; init; }

    /// <summary>What came of trying what it sleeps as; null while it is awake, and before it was tried.</summary>
    public ProofBody? Proof { get; init; }

    /// <summary>When it was spawned (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
