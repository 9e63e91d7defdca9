namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>The source of randomness that a guest has from its host.</summary>
/// <param name="RateLimiter">How much it gives; null: as much as is asked for.</param>
internal sealed record EntropyDevice(RateLimiter? RateLimiter = null);
