namespace Lobsterd.Domain.Rates;

/// <summary>A bucket of tokens that fills by itself: what it holds may pass at once, and from then on so much in a second.</summary>
/// <param name="PerSecond">What flows into it in a second: bytes or operations.</param>
/// <param name="Burst">What it holds; at least a second's worth.</param>
public sealed record RateBucket(long PerSecond, long Burst);
