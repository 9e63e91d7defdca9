using System.Text.Json.Nodes;

namespace Lobsterd.Host.Caddy;

/// <summary>A part of Caddy's configuration that is ours.</summary>
/// <param name="Path">Where it is found, from the root of the admin API.</param>
/// <param name="Value">What it shall be.</param>
internal abstract record CaddyPart(string Path, JsonNode Value)
{
    /// <summary>A value at a path of its own, which nobody else uses, e.g. <c>/config/apps/http/servers/lobsterd</c>.</summary>
    public sealed record Named(string Path, JsonNode Value) : CaddyPart(Path, Value);

    /// <summary>A value that Caddy has once for everybody: made where it is missing, never changed where it is another's.</summary>
    public sealed record Only(string Path, JsonNode Value) : CaddyPart(Path, Value);

    /// <summary>An element of an array that others use too, recognised by its <c>@id</c>.</summary>
    /// <param name="ArrayPath">The array, from the root.</param>
    /// <param name="Id">The element's <c>@id</c>, which is part of the value.</param>
    /// <param name="Value">What it shall be.</param>
    public sealed record Element(string ArrayPath, string Id, JsonNode Value) : CaddyPart($"/id/{Id}", Value);
}
