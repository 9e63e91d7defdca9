namespace Lobsterd.Protocol.Reef;

/// <summary>The tokens of the API, by name.</summary>
/// <param name="Tokens">The tokens.</param>
public sealed record ApiTokenList(IReadOnlyList<ApiTokenBody> Tokens);
