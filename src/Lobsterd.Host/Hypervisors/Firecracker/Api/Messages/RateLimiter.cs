namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>How much may pass; each bucket is null for no limit.</summary>
/// <param name="Bandwidth">In bytes.</param>
/// <param name="Ops">In operations.</param>
internal sealed record RateLimiter(TokenBucket? Bandwidth, TokenBucket? Ops = null);
