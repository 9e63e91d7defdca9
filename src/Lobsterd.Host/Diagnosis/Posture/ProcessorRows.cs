using Lobsterd.Domain.Diagnosis;

namespace Lobsterd.Host.Diagnosis.Posture;

/// <summary>What processors tell of one tenant to another.</summary>
internal static class ProcessorRows
{
    private const string Information = "proc/cpuinfo";
    private const string Vulnerabilities = "sys/devices/system/cpu/vulnerabilities";

    internal static readonly PostureRow[] All =
    [
        new("virtualization", CheckSeverity.Low,
            "Without it VMs run in software: many times slower, and behind a larger emulator.",
            "switch virtualization (VT-x, AMD-V) on in the firmware, or take a host that passes it on",
            host => FlagsIn(host) is not { } flags ? Unreadable
                : Finding.Of(flags.Contains("vmx") || flags.Contains("svm"), flags.Contains("vmx") ? "vmx" : flags.Contains("svm") ? "svm" : "neither vmx nor svm")),
        new("nesting", CheckSeverity.Low,
            "A host that is a VM itself is slower, and its tenants trust one hypervisor more.",
            "run tenants on hosts of metal where you can",
            host => FlagsIn(host) is not { } flags ? Unreadable
                : Finding.Of(!flags.Contains("hypervisor"), flags.Contains("hypervisor") ? "this host is a VM itself" : "this host is no VM")),
        new("smt", CheckSeverity.High,
            "Two tenants on one core read each other's secrets through its caches.",
            "boot with nosmt, or: echo off > /sys/devices/system/cpu/smt/control",
            host => host.Read("sys/devices/system/cpu/smt/active") switch
            {
                null => Finding.Unknown("the kernel does not tell of simultaneous multithreading"),
                "0" => Finding.Good("each core runs one thread"),
                var active => Finding.Bad($"cores run two threads at once (active: {active})"),
            }),
        new("cpu-vulnerabilities", CheckSeverity.High,
            "A guest reads memory that is not its own through processors that leak it.",
            "update kernel and microcode, and boot without mitigations=off",
            host =>
            {
                var files = host.List(Vulnerabilities);
                if (files.Count == 0) return Finding.Unknown("the kernel does not tell of its processors' vulnerabilities");
                var open = files.Where(file => host.Read($"{Vulnerabilities}/{file}") is not { } state || state.StartsWith("Vulnerable", StringComparison.Ordinal)).ToList();
                return Finding.Of(open.Count == 0, open.Count == 0 ? $"{files.Count} known ones, each mitigated or not there" : $"open: {string.Join(", ", open)}");
            }),
        new("microcode", CheckSeverity.Medium,
            "Many mitigations are the microcode's.",
            "install intel-microcode or amd64-microcode and reboot; on a VM that is its host's business",
            host => ValueIn(host, "microcode") switch
            {
                null => Finding.Unknown("the kernel does not tell of microcode"),
                "0x0" or "0xffffffff" or "0x1" => Finding.Unknown("a VM is not told of its microcode"),
                var revision => Finding.Good($"revision {revision}; whether that is the newest only its vendor knows"),
            }),
        new("nx-huge-pages", CheckSeverity.Medium,
            "Without it a guest can hang processors that have the flaw; with it, where they have not, VMs start slower.",
            "leave the parameter nx_huge_pages of module kvm at auto",
            host => (host.Read("sys/module/kvm/parameters/nx_huge_pages"), host.Read($"{Vulnerabilities}/itlb_multihit")) switch
            {
                (null, _) => Finding.Unknown("the module kvm is not loaded"),
                ("never" or "N", not "Not affected") => Finding.Bad("switched off on processors that need it"),
                var (setting, _) => Finding.Good($"nx_huge_pages is {setting}"),
            }),
    ];

    private static Finding Unreadable => Finding.Unknown("the processors are not told of");

    private static HashSet<string>? FlagsIn(HostTree host) => ValueIn(host, "flags") is { } flags ? [.. flags.Split(' ')] : null;

    private static string? ValueIn(HostTree host, string key) => host.Read(Information)?.Split('\n')
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .FirstOrDefault(parts => parts.Length == 2 && parts[0] == key)?[1];
}
