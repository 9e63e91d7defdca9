using System.Text.Json.Serialization;

namespace Lobsterd.Protocol.Edge;

/// <summary>One line from the edge to the service; the member <c>reply</c> tells which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "reply", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Table), "table")]
[JsonDerivedType(typeof(InFlight), "in-flight")]
[JsonDerivedType(typeof(Passed), "passed")]
[JsonDerivedType(typeof(Health), "health")]
[JsonDerivedType(typeof(Traffic), "traffic")]
public abstract record EdgeReply
{
    private EdgeReply() { }

    /// <summary>It was done.</summary>
    /// <param name="Version">The table's version afterwards.</param>
    public sealed record Done(long Version) : EdgeReply;

    /// <summary>It was not done, and nothing changed.</summary>
    /// <param name="Code">The name of an error code, e.g. <c>edge.publish.taken</c>.</param>
    /// <param name="Message">One sentence.</param>
    public sealed record Refused(string Code, string Message) : EdgeReply
    {
        /// <summary>What a person can do about it.</summary>
        public string? Hint { get; init; }
    }

    /// <summary>A part of the table.</summary>
    /// <param name="Version">The table's version.</param>
    /// <param name="Routes">Sorted by tenant.</param>
    /// <param name="More">Whether further routes follow the last one.</param>
    public sealed record Table(long Version, IReadOnlyList<EdgeTableEntry> Routes, bool More) : EdgeReply;

    /// <summary>A part of what is in flight.</summary>
    /// <param name="Tenants">Sorted by tenant; those with nothing in flight are left out.</param>
    /// <param name="More">Whether further tenants follow the last one.</param>
    public sealed record InFlight(IReadOnlyList<EdgeInFlight> Tenants, bool More) : EdgeReply;

    /// <summary>A part of what has passed.</summary>
    /// <param name="Tenants">Sorted by tenant.</param>
    /// <param name="More">Whether further tenants follow the last one.</param>
    public sealed record Passed(IReadOnlyList<EdgePassed> Tenants, bool More) : EdgeReply;

    /// <summary>A part of what passes, of every tenant.</summary>
    /// <param name="Tenants">Sorted by tenant.</param>
    /// <param name="More">Whether further tenants follow the last one.</param>
    public sealed record Traffic(IReadOnlyList<EdgeTraffic> Tenants, bool More) : EdgeReply;

    /// <summary>How the edge is.</summary>
    public sealed record Health : EdgeReply
    {
        /// <summary>The table's version.</summary>
        public required long Version { get; init; }

        /// <summary>Number of routes.</summary>
        public required int Routes { get; init; }

        /// <summary>Requests, WebSockets and streams under way, those of withdrawn routes included.</summary>
        public required int UnderWay { get; init; }

        /// <summary>Published host ports that it could not listen on, at most <see cref="EdgeLimits.MaxRoutesPerLine"/>; it keeps trying.</summary>
        public required IReadOnlyList<int> PortsDown { get; init; }

        /// <summary>Whether the table on disk is the table in memory.</summary>
        public required bool Saved { get; init; }

        /// <summary>Whether it hears what guests ask for by name. Written only when it does.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool HearsNames { get; init; }

        /// <summary>Why the edge started without the table it once had; null when it did not.</summary>
        public string? TableLost { get; init; }
    }
}
