namespace Lobsterd.Protocol.Reef;

/// <summary>Where a tenant's guest may go.</summary>
/// <param name="Policy"><c>open</c>, <c>none</c> or <c>allow:TARGET[:PORT[-PORT]],…</c>.</param>
public sealed record EgressBody(string Policy);
