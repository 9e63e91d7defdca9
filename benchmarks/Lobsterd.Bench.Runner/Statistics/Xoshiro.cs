using System.Numerics;

namespace Lobsterd.Bench.Runner.Statistics;

/// <summary>A small seeded generator (xoshiro256**), so that an interval does not change with the runtime's own generator.</summary>
/// <remarks>Source: <see href="https://prng.di.unimi.it/">Blackman and Vigna</see>. For resampling alone, never for secrets.</remarks>
internal struct Xoshiro
{
    private ulong a;
    private ulong b;
    private ulong c;
    private ulong d;

    internal Xoshiro(ulong seed)
    {
        // SplitMix64 spreads a small seed over the whole state.
        a = Split(ref seed);
        b = Split(ref seed);
        c = Split(ref seed);
        d = Split(ref seed);
    }

    /// <summary>A number from 0 to below <paramref name="bound"/>; its bias of 1 in 2⁶⁴/bound does not matter here.</summary>
    internal int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    private static ulong Split(ref ulong seed)
    {
        seed += 0x9e3779b97f4a7c15;
        var mixed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    private ulong Next()
    {
        var drawn = BitOperations.RotateLeft(b * 5, 7) * 9;
        var shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = BitOperations.RotateLeft(d, 45);
        return drawn;
    }
}
