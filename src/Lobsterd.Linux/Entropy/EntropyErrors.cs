using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Entropy;

/// <summary>The ways in which work on the kernel's random number generator can fail.</summary>
public static class EntropyErrors
{
    /// <summary>The generator took no seed; mostly a missing device or a missing right.</summary>
    public static readonly ErrorCode SeedRefused = new("entropy.seed.refused", ErrorKind.NotReady);
}
