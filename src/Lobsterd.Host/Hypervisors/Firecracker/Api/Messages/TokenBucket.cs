namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>A bucket of tokens that fills by itself.</summary>
/// <param name="Size">What it holds.</param>
/// <param name="RefillTime">In what time it fills, in milliseconds.</param>
/// <param name="OneTimeBurst">What may pass beside it, once.</param>
internal sealed record TokenBucket(ulong Size, ulong RefillTime, ulong? OneTimeBurst = null);
