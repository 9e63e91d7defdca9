namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>What becomes otherwise about a network interface of a VM that is there.</summary>
/// <param name="IfaceId">Which one.</param>
/// <param name="RxRateLimiter">How much the guest may receive from now on; one that is left out stays as it is.</param>
/// <param name="TxRateLimiter">How much it may send.</param>
internal sealed record NetworkChange(string IfaceId, RateLimiter? RxRateLimiter, RateLimiter? TxRateLimiter);
