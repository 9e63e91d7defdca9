using System.Globalization;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Numbered lines that a guest writes to its disk, each flushed before the next one is begun: whatever copy of the disk there is has a prefix of them.</summary>
internal static class NumberedRecords
{
    /// <summary>The file, as the guest sees it.</summary>
    internal const string File = "/root/records";

    /// <summary>A shell's line that begins to write and goes on by itself.</summary>
    internal const string Writer = $"(i=0; while [ ! -e /root/enough ]; do i=$((i+1)); printf '%08d\\n' $i >> {File}; sync; done) >/dev/null 2>&1 </dev/null &";

    /// <summary>A shell's line that ends it.</summary>
    internal const string Enough = "touch /root/enough";

    /// <summary>The numbers in a file's content.</summary>
    internal static List<int> Read(string content) =>
        [.. content.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, NumberStyles.None, CultureInfo.InvariantCulture))];

    /// <summary>The numbers on a disk whose file system is whole.</summary>
    internal static async Task<List<int>> OfDiskAsync(string disk)
    {
        await SnapDisk.CheckAsync(disk);
        return Read(await SnapDisk.ReadAsync(disk, File));
    }
}
