using System.Buffers.Binary;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Entropy;

/// <summary>The kernel's random number generator: random bytes without a device file or a library, and seeding.</summary>
public static unsafe class KernelRandom
{
    /// <summary>Longest seed in bytes.</summary>
    public const int MostSeedBytes = 512;

    private const string Device = "/dev/urandom";

    // _IOW('R', 0x03, int[2]) and _IO('R', 0x07) of linux/random.h
    private const nuint AddEntropy = 0x4008_5203;
    private const nuint ReseedGenerator = 0x5207;

    /// <summary>Fills a buffer; waits only for a generator that was never seeded since the kernel started.</summary>
    public static void Fill(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint count;
            fixed (byte* start = buffer) count = EntropyCalls.GetRandom(start, (nuint)buffer.Length, 0);
            if (count > 0) buffer = buffer[(int)count..];
            else if (Errno.LastNumber != Errno.Interrupted) throw new InvalidOperationException($"getrandom: errno {Errno.LastNumber}");
        }
    }

    /// <summary>Mixes a seed in, counts all of its bits, and makes the generator use it from the next byte on: RNDADDENTROPY, then RNDRESEEDCRNG.</summary>
    /// <remarks>The first alone is not enough: the generator goes on with its old key for minutes, so two copies of one VM would go on alike.</remarks>
    /// <param name="seed">1 to <see cref="MostSeedBytes"/> bytes that nobody else knows.</param>
    /// <error code="entropy.seed.refused">No device, or no right.</error>
    public static UnitResult<LobsterError> Seed(ReadOnlySpan<byte> seed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(seed.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seed.Length, MostSeedBytes);

        if (Fd.Open(Device, OpenFlags.WriteOnly).TryGetError(out var error, out var opened)) return error with { Code = EntropyErrors.SeedRefused };
        using var device = opened;

        // struct rand_pool_info of linux/random.h: bits of entropy, bytes of buffer (each an int), then the buffer.
        var pool = stackalloc byte[(2 * sizeof(int)) + MostSeedBytes];
        var info = new Span<byte>(pool, (2 * sizeof(int)) + MostSeedBytes);
        BinaryPrimitives.WriteInt32LittleEndian(info, seed.Length * 8);
        BinaryPrimitives.WriteInt32LittleEndian(info[sizeof(int)..], seed.Length);
        seed.CopyTo(info[(2 * sizeof(int))..]);

        var isSeeded = EntropyCalls.Control(device.Number, AddEntropy, pool) == 0
            && EntropyCalls.Control(device.Number, ReseedGenerator, null) == 0;
        return isSeeded ? UnitResult.Success<LobsterError>() : Errno.Last(EntropyErrors.SeedRefused, Device);
    }
}
