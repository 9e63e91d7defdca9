namespace Lobsterd.Protocol.Reef;

/// <summary>Asks for a new tenant; everything but the name has a default.</summary>
public sealed record SpawnBody
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Image name or hash.</summary>
    public string? Image { get; init; }

    /// <summary>The snap whose disk it gets, as <c>NAME@SNAP</c>; image and disk size are then the snap's. Null for an empty disk.</summary>
    public string? From { get; init; }

    /// <summary>Virtual CPUs, 1 to 32.</summary>
    public int? Vcpus { get; init; }

    /// <summary>Memory in MiB, 64 to 1,048,576.</summary>
    public int? MemoryMib { get; init; }

    /// <summary>Disk in bytes, 64 MiB to 16 TiB in whole MiB.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>The workload's port.</summary>
    public int? Port { get; init; }

    /// <summary>Ports of the host that shall lead to it; null for none.</summary>
    public IReadOnlyList<PublishBody>? Publish { get; init; }

    /// <summary>Where the guest may go: <c>open</c>, <c>none</c> or <c>allow:TARGET[:PORT[-PORT]],…</c>; null for <c>open</c>.</summary>
    public string? Egress { get; init; }

    /// <summary>What the guest may receive, in bytes a second and at once: <c>RATE[:BURST]</c> with K, M or G; <c>none</c> for as much as it can, null for what the configuration says.</summary>
    public string? Rx { get; init; }

    /// <summary>What the guest may send, likewise.</summary>
    public string? Tx { get; init; }

    /// <summary>What it may read and write on its disk: <c>RATE[:BURST]</c>, <c>N[:BURST]iops</c>, or both with a comma between.</summary>
    public string? DiskRate { get; init; }

    /// <summary>Who may put it to sleep: <c>auto</c> (the idle rule, and an operator), <c>manual</c> (an operator) or <c>always-on</c> (an operator, by force); null for <c>manual</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>Labels to find it by; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The workload's environment; null for an empty one.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Secrets of the tenant by key, each as <see cref="SecretBody"/> has it; null for none. No answer tells them.</summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>The workload's name.</summary>
    public string? Workload { get; init; }
}
