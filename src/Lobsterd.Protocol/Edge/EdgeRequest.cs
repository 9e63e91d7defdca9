using System.Text.Json.Serialization;

namespace Lobsterd.Protocol.Edge;

/// <summary>One line from the service to the edge; the member <c>op</c> tells which. Answered in order.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Replace), "replace")]
[JsonDerivedType(typeof(Publish), "publish")]
[JsonDerivedType(typeof(Withdraw), "withdraw")]
[JsonDerivedType(typeof(Table), "table")]
[JsonDerivedType(typeof(Find), "find")]
[JsonDerivedType(typeof(InFlight), "in-flight")]
[JsonDerivedType(typeof(Passed), "passed")]
[JsonDerivedType(typeof(Health), "health")]
[JsonDerivedType(typeof(Watch), "watch")]
[JsonDerivedType(typeof(Park), "park")]
[JsonDerivedType(typeof(Unpark), "unpark")]
[JsonDerivedType(typeof(Refuse), "refuse")]
[JsonDerivedType(typeof(Traffic), "traffic")]
[JsonDerivedType(typeof(JudgeNames), "judge-names")]
[JsonDerivedType(typeof(NameJudged), "name-judged")]
public abstract record EdgeRequest
{
    private EdgeRequest() { }

    /// <summary>The protocol version that the message is written in; a message without one is refused.</summary>
    public int V { get; init; } = EdgeLimits.ProtocolVersion;

    /// <summary>A part of a whole new table. The last part puts it in place of the old one, at once; a port that cannot be listened on does
    /// not stop it (see <see cref="EdgeReply.Health.PortsDown"/>). Any other message in between forgets the parts.</summary>
    /// <param name="Routes">At most <see cref="EdgeLimits.MaxRoutesPerLine"/>.</param>
    /// <param name="Last">Whether the table is complete with this part.</param>
    public sealed record Replace(IReadOnlyList<EdgeTableEntry> Routes, bool Last) : EdgeRequest;

    /// <summary>Adds a route or changes a tenant's; done when the edge keeps it on disk and listens on its ports, or refused and unchanged.</summary>
    /// <param name="Route">The whole route.</param>
    public sealed record Publish(EdgeTableEntry Route) : EdgeRequest;

    /// <summary>Removes a tenant's route. What is in flight goes on. Absent already is done.</summary>
    /// <param name="Tenant">The tenant's name.</param>
    public sealed record Withdraw(string Tenant) : EdgeRequest;

    /// <summary>Asks for <see cref="EdgeReply.Table"/>: the routes, sorted by tenant, a line's worth at a time.</summary>
    public sealed record Table : EdgeRequest
    {
        /// <summary>The tenant after which to go on; null for the start.</summary>
        public string? After { get; init; }
    }

    /// <summary>Asks for <see cref="EdgeReply.Table"/> with one tenant's route, or none.</summary>
    /// <param name="Tenant">The tenant's name.</param>
    public sealed record Find(string Tenant) : EdgeRequest;

    /// <summary>Asks for <see cref="EdgeReply.InFlight"/>: the tenants with something in flight, sorted, a line's worth at a time.</summary>
    public sealed record InFlight : EdgeRequest
    {
        /// <summary>The tenant after which to go on; null for the start.</summary>
        public string? After { get; init; }
    }

    /// <summary>Asks for <see cref="EdgeReply.Passed"/>: what has passed to each tenant, sorted, a line's worth at a time.</summary>
    public sealed record Passed : EdgeRequest
    {
        /// <summary>The tenant after which to go on; null for the start.</summary>
        public string? After { get; init; }
    }

    /// <summary>Asks for <see cref="EdgeReply.Health"/>.</summary>
    public sealed record Health : EdgeRequest;

    /// <summary>Answered <c>done</c>; from then on the connection carries <see cref="EdgeEvent"/> lines and no further request.</summary>
    public sealed record Watch : EdgeRequest
    {
        /// <summary>Whether <see cref="EdgeEvent.WakeWanted"/> is watched, and nothing else: at first for every tenant that is wanted already.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool Wakes { get; init; }
    }

    /// <summary>Parks a tenant; done when no connection to its guest is open and the table on disk says so. Parked already is done.</summary>
    /// <param name="Tenant">The tenant's name.</param>
    /// <param name="Force">Whether what is in flight is broken off; otherwise it is a reason to refuse.</param>
    public sealed record Park(string Tenant, bool Force) : EdgeRequest;

    /// <summary>Adds or changes a route like <see cref="Publish"/>, opens it, and lets what was held go.</summary>
    /// <param name="Route">The whole route.</param>
    public sealed record Unpark(EdgeTableEntry Route) : EdgeRequest;

    /// <summary>Answers what is held for a tenant that could not be woken; it stays parked. Open or absent is done.</summary>
    /// <param name="Tenant">The tenant's name.</param>
    /// <param name="Reason">One sentence, at most <see cref="EdgeLimits.MaxReasonLength"/>.</param>
    /// <param name="RetryAfterSeconds">1 to <see cref="EdgeLimits.MaxRetryAfterSeconds"/>; no ask before it is over.</param>
    public sealed record Refuse(string Tenant, string Reason, int RetryAfterSeconds) : EdgeRequest;

    /// <summary>Asks for <see cref="EdgeReply.Traffic"/>: every tenant, sorted, a line's worth at a time.</summary>
    public sealed record Traffic : EdgeRequest
    {
        /// <summary>The tenant after which to go on; null for the start.</summary>
        public string? After { get; init; }
    }

    /// <summary>Answered <c>done</c>; from then on the connection carries <see cref="EdgeEvent.NameAsked"/> and <see cref="EdgeEvent.NameFound"/> lines, and
    /// a <see cref="NameJudged"/> for each. What came while nobody judged comes first.</summary>
    public sealed record JudgeNames : EdgeRequest;

    /// <summary>What is said to a guest's question or to what it leads to. Not answered.</summary>
    /// <param name="Id">The number that was told.</param>
    /// <param name="Verdict">What is said.</param>
    public sealed record NameJudged(long Id, NameVerdict Verdict) : EdgeRequest
    {
        /// <summary>Of <see cref="EdgeEvent.NameFound"/>, the addresses that the guest may be told: the way there is open.</summary>
        public IReadOnlyList<string>? Addresses { get; init; }
    }
}
