using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Network.Iptables;

/// <summary>A rate as a match of hashlimit, in the words in which iptables-save(8) tells it. Pure text.</summary>
/// <remarks>The program keeps a burst in whole seconds of the rate, and tells it in whole KiB or MiB, cut off. Rounded up here, so that what it tells is what it was told: rules are
/// found again by their words.</remarks>
internal static class IptablesRate
{
    private const long Kibi = 1L << 10;
    private const long Mebi = 1L << 20;

    // The kernel finds a bucket by its name, of at most 15 bytes, and with it the rate that it was made for: another rate is another bucket.
    private const int NameDigits = 11;

    /// <summary>The match of what is too much; none where all may pass.</summary>
    /// <param name="slot">Whose bucket.</param>
    /// <param name="direction">Which of its buckets.</param>
    /// <param name="limit">The rate.</param>
    internal static IEnumerable<string> Of(Slot slot, string direction, RateLimit? limit)
    {
        if (limit?.Bytes is not { } bytes) yield break;
        var rate = Math.Max(1, bytes.PerSecond / Kibi) * Kibi;
        var seconds = (bytes.Burst + rate - 1) / rate;

        // Where the second's worth is told in KiB, and the burst would be in MiB, what is cut off could be a second.
        if (rate < Mebi && rate % Mebi != 0) seconds = Math.Min(seconds, Math.Max(1, (Mebi - 1) / rate));
        var burst = seconds * rate;
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{slot}{direction}{rate}:{burst}")))[..NameDigits];
        yield return $"-m hashlimit --hashlimit-above {Rate(rate)}/s --hashlimit-burst {Burst(burst)} --hashlimit-name lob-{name}";
    }

    // In the largest unit that says it exactly.
    private static string Rate(long bytes) => bytes % Mebi == 0 ? Text(bytes / Mebi, "mb") : Text(bytes / Kibi, "kb");

    // In the largest unit of which it has one.
    private static string Burst(long bytes) => bytes >= Mebi ? Text(bytes / Mebi, "mb") : Text(bytes / Kibi, "kb");

    private static string Text(long number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");
}
