using Lobsterd.Domain.Diagnosis;

namespace Lobsterd.Host.Diagnosis.Posture;

/// <summary>What of the kernel is between a VMM and the host.</summary>
internal static class KernelRows
{
    // Firecracker is tested on these lines.
    private static readonly string[] TestedLines = ["5.10", "6.1", "6.18"];

    internal static readonly PostureRow[] All =
    [
        new("kernel", CheckSeverity.Medium,
            "Firecracker is tested on the lines 5.10, 6.1 and 6.18 alone.",
            "run a kernel of one of these lines with its newest patches",
            host => host.Read("proc/sys/kernel/osrelease") is not { } release
                ? Finding.Unknown("the kernel does not tell its version")
                : Finding.Of(TestedLines.Any(line => release.StartsWith(line + ".", StringComparison.Ordinal)), release)),
        new("cgroup-version", CheckSeverity.Medium,
            "Version 1 cannot limit what a VMM writes through the page cache, and makes restores slow.",
            "boot with systemd.unified_cgroup_hierarchy=1, and without cgroups of version 1",
            host => host.Read("proc/mounts") is not { } mounts ? Finding.Unknown("the kernel does not tell of mounts")
                : (Has(mounts, "cgroup2"), Has(mounts, "cgroup")) switch
                {
                    (true, false) => Finding.Good("version 2"),
                    (true, true) => Finding.Bad("versions 1 and 2 at once"),
                    (false, true) => Finding.Bad("version 1"),
                    _ => Finding.Bad("none is mounted"),
                }),
        new("cgroup-moves", CheckSeverity.Low,
            "Kernels from 6.1 on make processes wait some milliseconds when they enter a cgroup.",
            "mount -o remount,favordynmods /sys/fs/cgroup",
            host => host.Read("proc/mounts")?.Split('\n').FirstOrDefault(line => Has(line, "cgroup2")) is not { } mount
                ? Finding.Unknown("cgroups of version 2 are not mounted")
                : Finding.Of(mount.Contains("favordynmods", StringComparison.Ordinal), mount.Split(' ')[^3])),
        new("unprivileged-bpf", CheckSeverity.Medium,
            "A process that broke out of its VM loads programs into the kernel.",
            "sysctl kernel.unprivileged_bpf_disabled=2",
            host => host.Read("proc/sys/kernel/unprivileged_bpf_disabled") switch
            {
                null => Finding.Unknown("the kernel does not tell of unprivileged programs of its own"),
                "0" => Finding.Bad("every user may load programs into the kernel"),
                var setting => Finding.Good($"only root may load programs into the kernel ({setting})"),
            })
        {
            Safe = ("proc/sys/kernel/unprivileged_bpf_disabled", "2"),
        },
        new("unprivileged-userfaultfd", CheckSeverity.Low,
            "It makes many holes of a kernel easier to use.",
            "sysctl vm.unprivileged_userfaultfd=0",
            host => host.Read("proc/sys/vm/unprivileged_userfaultfd") switch
            {
                null => Finding.Unknown("the kernel has no userfaultfd, or does not tell of it"),
                "0" => Finding.Good("only root may handle faults of the kernel"),
                _ => Finding.Bad("every user may handle faults of the kernel"),
            })
        {
            Safe = ("proc/sys/vm/unprivileged_userfaultfd", "0"),
        },
    ];

    private static bool Has(string mounts, string type) =>
        mounts.Split('\n').Any(line => line.Split(' ') is [_, _, var mounted, ..] && mounted == type);
}
