using System.Text.Json.Serialization;

namespace Lobsterd.Protocol.Agent;

/// <summary>One line from the agent to the host; the member <c>reply</c> tells which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "reply", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Proof), "proof")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Stream), "stream")]
[JsonDerivedType(typeof(Stats), "stats")]
[JsonDerivedType(typeof(Health), "health")]
[JsonDerivedType(typeof(Schedules), "schedules")]
public abstract record AgentReply
{
    private AgentReply() { }

    /// <summary>It was done.</summary>
    public sealed record Done : AgentReply;

    /// <summary>It has become the tenant's, and this is who it is: what its programs read, and not what it was told. From version 2 on; before, a claim is answered <c>done</c>.</summary>
    public sealed record Proof : AgentReply
    {
        /// <summary>The guest's machine id, 32 hex digits.</summary>
        public required string MachineId { get; init; }

        /// <summary>The guest's boot id, a UUID.</summary>
        public required string BootId { get; init; }

        /// <summary>32 bytes that the guest's generator gave behind its seed, base64.</summary>
        public required byte[] Sample { get; init; }

        /// <summary>The guest's host name.</summary>
        public required string HostName { get; init; }

        /// <summary>The IPv4 address on the guest's interface, dotted; empty for none.</summary>
        public required string Address { get; init; }

        /// <summary>The guest's wall clock in milliseconds since 1970-01-01 UTC.</summary>
        public required long NowUnixMs { get; init; }

        /// <summary>SSH's public host keys, kind and key, at most <see cref="AgentLimits.MaxHostKeys"/>; absent means none.</summary>
        public IReadOnlyList<string>? HostKeys { get; init; }
    }

    /// <summary>It was understood and not done.</summary>
    /// <param name="Code">One of <see cref="AgentRefusal"/>.</param>
    /// <param name="Message">One sentence, at most 1,024 characters; the host shows it, escaped, as the guest's words.</param>
    public sealed record Refused(string Code, string Message) : AgentReply;

    /// <summary>Frames follow.</summary>
    public sealed record Stream : AgentReply;

    /// <summary>The guest's readings.</summary>
    public sealed record Stats : AgentReply
    {
        /// <summary>Milliseconds since the guest's kernel started.</summary>
        public required long UptimeMs { get; init; }

        /// <summary>RAM that the guest's kernel sees, in bytes.</summary>
        public required long MemoryTotalBytes { get; init; }

        /// <summary>RAM that it could still give, in bytes.</summary>
        public required long MemoryAvailableBytes { get; init; }

        /// <summary>One-minute load average.</summary>
        public required double Load1 { get; init; }

        /// <summary>Size of the overlay's file system in bytes.</summary>
        public required long DiskTotalBytes { get; init; }

        /// <summary>Free bytes on it.</summary>
        public required long DiskFreeBytes { get; init; }

        /// <summary>Established TCP connections, the agent's own excluded.</summary>
        public required int Connections { get; init; }

        /// <summary><c>none</c>, <c>starting</c>, <c>running</c>, <c>backoff</c> or <c>stopped</c>.</summary>
        public required string WorkloadState { get; init; }

        /// <summary>How often the workload was restarted since the claim.</summary>
        public required int WorkloadRestarts { get; init; }

        /// <summary>The guest's wall clock in milliseconds since 1970-01-01 UTC; absent from older agents.</summary>
        public long? NowUnixMs { get; init; }

        /// <summary>Whether the overlay's file system cannot be written any more; absent from older agents.</summary>
        public bool? DiskReadOnly { get; init; }
    }

    /// <summary>When the guest wants to be awake.</summary>
    public sealed record Schedules : AgentReply
    {
        /// <summary>All of its schedules, at most <see cref="AgentLimits.MaxSchedules"/>.</summary>
        public required IReadOnlyList<AgentSchedule> All { get; init; }
    }

    /// <summary>Whether all is well, without any secret.</summary>
    public sealed record Health : AgentReply
    {
        /// <summary>Whether the VM has an identity.</summary>
        public required bool Claimed { get; init; }

        /// <summary>Whether the workload's port takes connections.</summary>
        public required bool WorkloadAnswers { get; init; }

        /// <summary>As in <see cref="Stats"/>.</summary>
        public required string WorkloadState { get; init; }
    }
}
