namespace Lobsterd.Protocol.Reef;

/// <summary>What is told of a secret: never its value.</summary>
/// <param name="Key">Its key.</param>
/// <param name="SetAt">When it was set last.</param>
/// <param name="Delivery">How it reaches the workload: <c>environment</c>, or <c>file</c> for <c>/run/secrets/KEY</c>.</param>
public sealed record SecretEntryBody(string Key, DateTimeOffset SetAt, string Delivery);
