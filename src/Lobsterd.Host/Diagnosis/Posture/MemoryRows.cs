using System.Globalization;
using Lobsterd.Domain.Diagnosis;

namespace Lobsterd.Host.Diagnosis.Posture;

/// <summary>What memory tells of one tenant to another.</summary>
internal static class MemoryRows
{
    internal static readonly PostureRow[] All =
    [
        new("ksm", CheckSeverity.High,
            "Merged pages tell a tenant by their timing what another has in memory.",
            "echo 0 > /sys/kernel/mm/ksm/run",
            host => host.Read("sys/kernel/mm/ksm/run") switch
            {
                null => Finding.Unknown("the kernel does not tell of page merging"),
                "0" or "2" => Finding.Good("equal pages are not merged"),
                _ => Finding.Bad("equal pages of tenants are merged"),
            })
        {
            // 2 besides undoes what was merged.
            Safe = ("sys/kernel/mm/ksm/run", "2"),
        },
        new("swap", CheckSeverity.High,
            "What a guest had in memory lies on the host's disk, where it outlives the tenant.",
            "swapoff -a, and remove swap from /etc/fstab; or encrypt it with a key of each boot, and waive this",
            host =>
            {
                if (host.Read("proc/swaps") is not { } swaps) return Finding.Unknown("the kernel does not tell of swap");
                var areas = swaps.Split('\n').Length - 1;
                return Finding.Of(areas == 0, areas == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{areas} in use"));
            }),
        new("memory-errors", CheckSeverity.Medium,
            "Memory that does not correct its errors can be made to flip bits of a neighbour (Rowhammer).",
            "take hosts with ECC memory; on a VM that is its host's business",
            host => host.List("sys/devices/system/edac/mc").Count(name => name.StartsWith("mc", StringComparison.Ordinal)) switch
            {
                0 => Finding.Unknown("no memory controller tells of error correction"),
                var controllers => Finding.Good(string.Create(CultureInfo.InvariantCulture, $"{controllers} memory controllers correct errors")),
            }),
    ];
}
