using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Network.Iptables;

/// <summary>A rate as a match of hashlimit, in the words in which iptables-save(8) tells it. Pure text.</summary>
/// <remarks>Rules are found again by their words, and the program tells others than it was given: it keeps a rate as the time that 16 bytes take, in parts of 2^32, and a burst in whole
/// seconds of the rate, and tells both in whole units, cut off. So each is the nearest that it tells as it was given; a burst is never less than what was asked for.</remarks>
internal static class IptablesRate
{
    private const long Kibi = 1L << 10;
    private const long Mebi = 1L << 20;

    // Beyond these its own numbers of 32 bits run over.
    private const long MostRate = 1_023 * Mebi;
    private const long MostBurst = 3_072 * Mebi;

    private const int CountedBits = 4;

    // The kernel finds a bucket by its name, of at most 15 bytes, and with it the rate that it was made for: another rate is another bucket.
    private const int NameDigits = 11;

    /// <summary>The match of what is too much; none where all may pass.</summary>
    /// <param name="slot">Whose bucket.</param>
    /// <param name="direction">Which of its buckets.</param>
    /// <param name="limit">The rate.</param>
    internal static IEnumerable<string> Of(Slot slot, string direction, RateLimit? limit)
    {
        if (limit?.Bytes is not { } bytes) yield break;
        var cost = CostOf(Math.Min(bytes.PerSecond, MostRate));
        var rate = RateOf(cost);
        var (above, burst) = (Told(rate, unit => CostOf(rate / unit * unit) == cost), Told(BurstOf(Math.Min(bytes.Burst, MostBurst), rate), _ => true));
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{slot}{direction}{above}:{burst}")))[..NameDigits];
        yield return $"-m hashlimit --hashlimit-above {above}/s --hashlimit-burst {burst} --hashlimit-name lob-{name}";
    }

    private static uint CostOf(long bytes) => (uint)(uint.MaxValue / ((bytes >> CountedBits) + 1));

    private static long RateOf(uint cost) => ((long)(uint.MaxValue / cost) - 1) << CountedBits;

    private static long BurstOf(long asked, long rate)
    {
        for (var seconds = (asked + rate - 1) / rate; ; seconds++)
        {
            var told = Cut(seconds * rate);
            if (told >= rate && Cut((told + rate - 1) / rate * rate) == told) return told;
        }
    }

    private static long Cut(long bytes) => bytes >= Mebi ? bytes / Mebi * Mebi : bytes >= Kibi ? bytes / Kibi * Kibi : bytes;

    // In the largest unit that says the same.
    private static string Told(long bytes, Func<long, bool> saysTheSame) =>
        bytes >= Mebi && saysTheSame(Mebi) ? Text(bytes / Mebi, "mb")
        : bytes >= Kibi && saysTheSame(Kibi) ? Text(bytes / Kibi, "kb")
        : Text(bytes, "b");

    private static string Text(long number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");
}
