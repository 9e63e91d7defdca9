using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Limits;

/// <summary>A soft and a hard limit; <c>struct rlimit</c> of sys/resource.h, 16 bytes.</summary>
/// <param name="Soft">What is enforced.</param>
/// <param name="Hard">What the soft limit may be raised to.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ResourceLimit(ulong Soft, ulong Hard)
{
    /// <summary>No limit.</summary>
    public const ulong Infinite = ulong.MaxValue;

    /// <summary>The same for both.</summary>
    public static ResourceLimit Of(ulong value) => new(value, value);
}
