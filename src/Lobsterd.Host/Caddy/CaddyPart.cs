using System.Text.Json.Nodes;

namespace Lobsterd.Host.Caddy;

/// <summary>A part of Caddy's configuration that is ours.</summary>
internal abstract record CaddyPart
{
    private CaddyPart(JsonNode value) => Value = value;

    /// <summary>What it shall be.</summary>
    public JsonNode Value { get; }

    /// <summary>A value at a path of its own, which nobody else uses.</summary>
    /// <param name="Path">From the root, e.g. <c>/config/apps/http/servers/lobsterd</c>.</param>
    /// <param name="Value">What it shall be.</param>
    public sealed record Named(string Path, JsonNode Value) : CaddyPart(Value);

    /// <summary>A value at a path that Caddy has once for everybody: made where it is missing, never changed where it is another's.</summary>
    /// <param name="Path">From the root.</param>
    /// <param name="Value">What it shall be.</param>
    public sealed record Only(string Path, JsonNode Value) : CaddyPart(Value);

    /// <summary>An element of an array that others use too, recognised by its <c>@id</c>.</summary>
    /// <param name="ArrayPath">The array, from the root.</param>
    /// <param name="Id">The element's <c>@id</c>.</param>
    /// <param name="Value">What it shall be, the id included.</param>
    public sealed record Element(string ArrayPath, string Id, JsonObject Value) : CaddyPart(Value)
    {
        /// <summary>Where the element is found by its id.</summary>
        public string Path => $"/id/{Id}";
    }
}
