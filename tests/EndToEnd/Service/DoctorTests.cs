using System.Text.Json;
using Lobsterd.Linux.Sysctls;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>What the shipped doctor says about the host that it stands on.</summary>
public sealed class DoctorTests
{
    // In the order in which they are told.
    private static readonly string[] Rows =
    [
        "hypervisor", "jailer", "tun", "firewall", "wall", "forwarding", "cgroups", "file-system", "reflinks", "files", "memory", "ipv6", "images", "caddy", "edge", "ports", "names",
        "time-sync", "virtualization", "nesting", "smt", "cpu-vulnerabilities", "microcode", "nx-huge-pages", "ksm", "swap", "memory-errors", "kernel", "cgroup-version",
        "cgroup-moves", "unprivileged-bpf", "unprivileged-userfaultfd", "reverse-path", "redirects",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task every_row_is_a_reading_of_this_host_or_unknown()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        var run = await stand.CliAsync(["doctor", "--json"], Stop);
        var checks = JsonSerializer.Deserialize(run.Output, ReefJson.Default.DoctorBody)!.Checks;

        Assert.Equal(Rows, checks.Select(check => check.Name));
        foreach (var check in checks)
        {
            Assert.Contains(check.Status, (string[])["ok", "warn", "fail", "unknown"]);
            Assert.True(check.Found.Length > 0, check.Name);
            if (check.Status is "warn" or "fail") Assert.True(check.Hint?.Length > 0, $"{check.Name} says not what to do: {check.Found}");
        }

        Assert.Equal(checks.Any(check => check.Status == "fail") ? 5 : 0, run.Status.Code);

        // What can be read another way says the same.
        var found = checks.ToDictionary(check => check.Name, check => check.Found);
        Assert.Contains((await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", Stop)).Trim(), found["kernel"], StringComparison.Ordinal);
        Assert.Contains(await ReadAsync("/proc/sys/kernel/unprivileged_bpf_disabled"), found["unprivileged-bpf"], StringComparison.Ordinal);
        Assert.Equal(File.ReadLines("/proc/swaps").Skip(1).Any() ? "warn" : "ok", checks.Single(check => check.Name == "swap").Status);
        foreach (var name in (string[])["wall", "forwarding", "files", "edge", "caddy"])
            Assert.True(checks.Single(check => check.Name == name).Status == "ok", $"{name}: {found[name]}");
    }

    [Fact]
    public async Task what_is_wrong_with_this_host_is_found()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        _ = (await stand.Reef.SpawnAsync("alice", Stop)).Succeeded();
        File.SetUnixFileMode(stand.Paths.Registry, File.GetUnixFileMode(stand.Paths.Registry) | UnixFileMode.OtherRead);
        stand.Network.Run(() => Sysctl.Write("net/ipv4/ip_forward", "0")).Require();

        var checks = JsonSerializer.Deserialize((await stand.CliAsync(["doctor", "--json"], Stop)).Output, ReefJson.Default.DoctorBody)!.Checks;

        Assert.Equal("fail", checks.Single(check => check.Name == "files").Status);
        Assert.Equal("warn", checks.Single(check => check.Name == "forwarding").Status);
    }

    private static async Task<string> ReadAsync(string path) => (await File.ReadAllTextAsync(path, Stop)).Trim();
}
