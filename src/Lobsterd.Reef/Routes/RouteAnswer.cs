using System.Text.Json.Serialization.Metadata;

namespace Lobsterd.Reef.Routes;

/// <summary>One way in which a path answers when all is well.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="MediaType">What the content is; null for none.</param>
/// <param name="Contents">The JSON documents that it may be, or that a stream's events carry.</param>
public sealed record RouteAnswer(int Status, string? MediaType, IReadOnlyList<JsonTypeInfo> Contents);
