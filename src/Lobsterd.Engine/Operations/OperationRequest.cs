namespace Lobsterd.Engine.Operations;

/// <summary>What is asked for, so that asking twice can be told from asking for something else.</summary>
/// <param name="Kind">The command, e.g. <c>tenant.spawn</c>.</param>
/// <param name="Tenant">The tenant's name; null for a command on the host.</param>
/// <param name="Actor">Who asks: <c>uid 0</c>.</param>
/// <param name="Fingerprint">A digest of the whole request: equal requests have equal ones.</param>
/// <param name="Key">The client's idempotency key, 1 to 128 characters; null when it sent none.</param>
public sealed record OperationRequest(string Kind, string? Tenant, string Actor, string Fingerprint, string? Key);
