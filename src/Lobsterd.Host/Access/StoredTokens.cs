namespace Lobsterd.Host.Access;

/// <summary>The whole of <c>tokens.json</c>.</summary>
internal sealed record StoredTokens(int Schema, IReadOnlyList<StoredToken> Tokens);
