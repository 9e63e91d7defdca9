using System.Text.Json.Serialization;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>How much a disk may move, in bytes and in operations; 0 is as much as it can. What may pass at once is written as the highest rate for one second.</summary>
internal sealed record ThrottleArguments
{
    /// <summary>The guest's device.</summary>
    public required string Id { get; init; }

    /// <summary>The throttle group that it becomes a member of.</summary>
    public required string Group { get; init; }

    /// <summary>Bytes a second, read and written together.</summary>
    public required long Bps { get; init; }

    /// <summary>Bytes that may pass at once.</summary>
    [JsonPropertyName("bps_max")]
    public required long BpsMax { get; init; }

    /// <summary>Operations a second.</summary>
    public required long Iops { get; init; }

    /// <summary>Operations that may pass at once.</summary>
    [JsonPropertyName("iops_max")]
    public required long IopsMax { get; init; }

    /// <summary>Bytes read a second; bounded together with those written.</summary>
    [JsonPropertyName("bps_rd")]
    public long BpsRead { get; init; }

    /// <summary>Bytes written a second.</summary>
    [JsonPropertyName("bps_wr")]
    public long BpsWritten { get; init; }

    /// <summary>Operations that read.</summary>
    [JsonPropertyName("iops_rd")]
    public long IopsRead { get; init; }

    /// <summary>Operations that write.</summary>
    [JsonPropertyName("iops_wr")]
    public long IopsWritten { get; init; }
}
