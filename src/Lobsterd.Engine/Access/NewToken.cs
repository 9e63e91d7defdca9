using Lobsterd.Domain.Access;

namespace Lobsterd.Engine.Access;

/// <summary>A token that was just made, and the only time that it is told.</summary>
/// <param name="Token">As it is kept.</param>
/// <param name="Secret">What its holder sends.</param>
public sealed record NewToken(ApiToken Token, string Secret);
