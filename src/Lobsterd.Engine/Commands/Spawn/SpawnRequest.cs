using System.Text.Json.Serialization;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>What an operator asks for; everything but the name has a default.</summary>
public sealed record SpawnRequest
{
    /// <summary>The new tenant's name, unchecked.</summary>
    public required string Name { get; init; }

    /// <summary>Image name or hash; null for the configured default.</summary>
    public string? Image { get; init; }

    /// <summary>The snap whose disk it gets, <c>NAME@SNAP</c>; null for an empty one. Image and size of the disk are the snap's.</summary>
    public string? From { get; init; }

    /// <summary>Virtual CPUs, 1 to 32.</summary>
    public int? Vcpus { get; init; }

    /// <summary>Memory in MiB, 64 to 1,048,576.</summary>
    public int? MemoryMib { get; init; }

    /// <summary>Disk size in bytes, 64 MiB to 16 TiB, a multiple of 1 MiB.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>The workload's port, 1 to 65,535, but not the agent's 52 and 53.</summary>
    public int? Port { get; init; }

    /// <summary>Host ports that lead to the guest.</summary>
    public IReadOnlyList<PublishedPort> Publish { get; init; } = [];

    /// <summary>Where the guest may go, as <see cref="Domain.Network.Egress.EgressPolicy.Rule"/> says; null for everywhere public.</summary>
    public string? Egress { get; init; }

    /// <summary>What the guest may receive, as <see cref="Domain.Rates.RateLimit.Rule"/> says; null for what the configuration says, <c>none</c> for no limit.</summary>
    public string? Rx { get; init; }

    /// <summary>What the guest may send, likewise.</summary>
    public string? Tx { get; init; }

    /// <summary>What it may read and write on its disk, likewise.</summary>
    public string? DiskRate { get; init; }

    /// <summary>Who may put it to sleep: <c>auto</c>, <c>manual</c> or <c>always-on</c>; null for <c>manual</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>Labels, as <see cref="TenantLabels.Rule"/> says.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = TenantLabels.None;

    /// <summary>Environment of the workload, at most 256 variables and 64 KiB.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Secrets of the new tenant by key. They stand in no plan, no journal and no fingerprint.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>The workload's name; null for the image's own.</summary>
    public string? Workload { get; init; }
}
