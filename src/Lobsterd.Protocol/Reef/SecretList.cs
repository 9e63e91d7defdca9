namespace Lobsterd.Protocol.Reef;

/// <summary>A tenant's secrets by key, without their values.</summary>
/// <param name="Secrets">The secrets.</param>
public sealed record SecretList(IReadOnlyList<SecretEntryBody> Secrets);
