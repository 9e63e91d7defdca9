namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>What becomes otherwise about a disk of a VM that is there.</summary>
/// <param name="DriveId">Which one.</param>
/// <param name="RateLimiter">How much the guest may move from now on; a bucket that is left out stays as it is.</param>
internal sealed record DriveChange(string DriveId, RateLimiter? RateLimiter);
