using System.Text.Json.Serialization;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Handover;

/// <summary>One line between an edge and the one that takes its place; the member <c>say</c> tells which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "say", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Ask), "ask")]
[JsonDerivedType(typeof(Given), "given")]
[JsonDerivedType(typeof(Taken), "taken")]
[JsonDerivedType(typeof(LetGo), "let-go")]
[JsonDerivedType(typeof(Draining), "draining")]
[JsonDerivedType(typeof(BreakOff), "break-off")]
internal abstract record HandoverMessage
{
    /// <summary>The version of these messages; edges of different ones do not hand over.</summary>
    public const int Version = 1;

    private HandoverMessage() { }

    /// <summary>Asks for a page of what is listened on. From the first page on the table is not changed until the end of the conversation.</summary>
    /// <param name="V">Always <see cref="Version"/>.</param>
    /// <param name="From">Where the page begins, 0 at first.</param>
    public sealed record Ask(int V, int From) : HandoverMessage;

    /// <summary>The page: with the line come as many descriptors as it has names, in the same order.</summary>
    /// <param name="Names">What each of them is, e.g. <c>port:2222</c>.</param>
    /// <param name="More">Whether another page follows.</param>
    /// <param name="Drainers">How many edges before this one still drain.</param>
    public sealed record Given(IReadOnlyList<string> Names, bool More, int Drainers) : HandoverMessage;

    /// <summary>The next edge accepts on all of it.</summary>
    public sealed record Taken : HandoverMessage;

    /// <summary>This one accepts no more, and holds neither the table nor a listening socket.</summary>
    public sealed record LetGo : HandoverMessage;

    /// <summary>On a connection of its own, from an edge that drains to the one that serves: what it still has under way, at every change.</summary>
    /// <param name="V">Always <see cref="Version"/>.</param>
    /// <param name="Tenants">A part of it; those with nothing are left out.</param>
    /// <param name="Last">Whether it is whole with this part.</param>
    public sealed record Draining(int V, IReadOnlyList<EdgeInFlight> Tenants, bool Last) : HandoverMessage;

    /// <summary>The answer to it at any time: breaks off what is under way to a tenant, which is put to sleep by force.</summary>
    /// <param name="Tenant">The tenant's name.</param>
    public sealed record BreakOff(string Tenant) : HandoverMessage;
}
