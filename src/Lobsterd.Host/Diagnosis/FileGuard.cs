using System.Globalization;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Diagnosis;

/// <summary>What is wrong with a file that others must not get at.</summary>
internal static class FileGuard
{
    /// <summary>0022: others write.</summary>
    internal const int Writing = 0x12;

    /// <summary>0066: others write, or see what is in it.</summary>
    internal const int Looking = 0x36;

    /// <summary>0077: others do anything.</summary>
    internal const int Anything = 0x3F;

    /// <summary>A few words; null when nothing is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stat">What the kernel says of it.</param>
    /// <param name="owner">Whose it has to be.</param>
    /// <param name="forbidden">Permissions that it must not give.</param>
    internal static string? FaultOf(string path, FileStat stat, uint owner, int forbidden) =>
        stat.UserId != owner ? string.Create(CultureInfo.InvariantCulture, $"{path} is user {stat.UserId}'s")
        : (stat.Mode & forbidden) != 0 ? $"{path} has mode {Convert.ToString(stat.Mode, 8)}"
        : null;
}
