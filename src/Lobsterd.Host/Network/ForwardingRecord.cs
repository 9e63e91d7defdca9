using System.Text.Json.Serialization;

namespace Lobsterd.Host.Network;

/// <summary>That lobsterd switched the host's IPv4 forwarding on: where and when, so that another boot's or namespace's record is not acted on.</summary>
internal sealed record ForwardingRecord
{
    /// <summary>The boot in which it was switched on.</summary>
    public required Guid BootId { get; init; }

    /// <summary>The network namespace, as <c>/proc/thread-self/ns/net</c> names it.</summary>
    public required string Namespace { get; init; }
}

/// <summary>The wire form of what this room keeps on disk.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ForwardingRecord))]
internal sealed partial class NetworkJson : JsonSerializerContext;
