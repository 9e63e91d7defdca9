using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Processes;

/// <summary>A set of capabilities as capset(2) takes it.</summary>
/// <param name="Bits">Bit n is capability n.</param>
internal readonly record struct CapabilitySet(ulong Bits)
{
    /// <summary>Highest number that a set can hold; the kernel knows fewer.</summary>
    internal const int Last = 63;

    private const uint Version3 = 0x2008_0522;

    internal bool IsEmpty => Bits == 0;

    internal static CapabilitySet Of(IEnumerable<int> capabilities) =>
        new(capabilities.Aggregate(0ul, (bits, capability) => bits | (1ul << capability)));

    internal bool Contains(int capability) => (Bits & (1ul << capability)) != 0;

    /// <summary>Makes this the calling thread's permitted, effective and inheritable set.</summary>
    internal bool ApplyToThread()
    {
        var header = new Header { Version = Version3 };
        var low = (uint)Bits;
        var high = (uint)(Bits >> 32);
        var data = new Data
        {
            EffectiveLow = low,
            PermittedLow = low,
            InheritableLow = low,
            EffectiveHigh = high,
            PermittedHigh = high,
            InheritableHigh = high,
        };
        return ProcessCalls.CapSet(ref header, ref data) == 0;
    }

    /// <summary><c>struct __user_cap_header_struct</c> of linux/capability.h, 8 bytes; pid 0 is the calling thread.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Header
    {
        internal uint Version;
        internal int ThreadId;
    }

    /// <summary>Two of <c>struct __user_cap_data_struct</c> of linux/capability.h, 24 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Data
    {
        internal uint EffectiveLow;
        internal uint PermittedLow;
        internal uint InheritableLow;
        internal uint EffectiveHigh;
        internal uint PermittedHigh;
        internal uint InheritableHigh;
    }
}
