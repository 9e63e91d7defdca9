namespace Lobsterd.Protocol.Reef;

/// <summary>A token of the API that was just made; it is told this once.</summary>
/// <param name="Secret">What its holder sends as <c>Authorization: Bearer</c>.</param>
/// <param name="Token">What is kept of it.</param>
public sealed record ApiTokenCreatedBody(string Secret, ApiTokenBody Token);
