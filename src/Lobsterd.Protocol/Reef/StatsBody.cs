namespace Lobsterd.Protocol.Reef;

/// <summary>What a tenant costs and does at one instant, by the host's counters: no guest is asked.</summary>
public sealed record StatsBody
{
    /// <summary>The instant (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>CPU time that its VMM has used, user and system, in milliseconds; null while none runs.</summary>
    public double? CpuMs { get; init; }

    /// <summary>Time in which its VMM could have run and got no processor, in milliseconds; null where the kernel does not count it.</summary>
    public double? WaitMs { get; init; }

    /// <summary>Resident memory of its VMM in bytes, shared pages included; null while none runs.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>How long its VMM has run, in milliseconds; null while none runs.</summary>
    public double? UptimeMs { get; init; }

    /// <summary>Whether its virtual CPUs stand still.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>The limits that the host enforces on it, of <c>memory</c>, <c>pids</c> and <c>cpu</c>.</summary>
    public required IReadOnlyList<string> LimitsInForce { get; init; }

    /// <summary>Bytes that its disk takes on the host; null when there is none.</summary>
    public long? DiskBytes { get; init; }

    /// <summary>Bytes that the guest has read from its disks since its VMM started, or a later service took that up; null where the VMM does not count.</summary>
    public long? DiskReadBytes { get; init; }

    /// <summary>Bytes that it has written to them.</summary>
    public long? DiskWrittenBytes { get; init; }

    /// <summary>How often it asked for what it wrote to be on the disk.</summary>
    public long? DiskFlushes { get; init; }

    /// <summary>How often its disk or network waited for a rate limit; null where the VMM does not count.</summary>
    public long? Throttles { get; init; }

    /// <summary>Bytes to the guest since its TAP was made; null when it has none.</summary>
    public long? ReceivedBytes { get; init; }

    /// <summary>Packets to the guest.</summary>
    public long? ReceivedPackets { get; init; }

    /// <summary>Bytes from the guest.</summary>
    public long? SentBytes { get; init; }

    /// <summary>Packets from the guest.</summary>
    public long? SentPackets { get; init; }

    /// <summary>HTTP requests that the edge let in since its route was first there; null when the edge does not tell.</summary>
    public long? Requests { get; init; }

    /// <summary>WebSockets that the edge let in.</summary>
    public long? WebSockets { get; init; }

    /// <summary>Connections through published ports that the edge let in.</summary>
    public long? Streams { get; init; }

    /// <summary>Of all of these, those that have not ended.</summary>
    public int? UnderWay { get; init; }
}
