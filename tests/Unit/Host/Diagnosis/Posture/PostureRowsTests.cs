using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Host.Diagnosis.Posture;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Diagnosis.Posture;

/// <summary>Each row on a picture of a good host, of a bad one, and of one that does not tell.</summary>
public sealed class PostureRowsTests : IDisposable
{
    private const string Cpu = "sys/devices/system/cpu";

    private readonly ScratchFolder root = new();

    /// <summary>Row, then file and text of a good host and of a bad one; null: the row knows no bad.</summary>
    public static TheoryData<string, string, string, string?> Rows => new()
    {
        { "virtualization", "proc/cpuinfo", "flags\t\t: fpu vmx sse2", "flags\t\t: fpu sse2" },
        { "virtualization", "proc/cpuinfo", "processor\t: 0\nflags\t\t: svm", "flags\t\t: vmxx" },
        { "nesting", "proc/cpuinfo", "flags\t\t: fpu vmx", "flags\t\t: fpu hypervisor" },
        { "smt", $"{Cpu}/smt/active", "0\n", "1\n" },
        { "cpu-vulnerabilities", $"{Cpu}/vulnerabilities/meltdown", "Mitigation: PTI\n", "Vulnerable\n" },
        { "cpu-vulnerabilities", $"{Cpu}/vulnerabilities/mds", "Not affected\n", "Vulnerable: Clear CPU buffers attempted, no microcode\n" },
        { "microcode", "proc/cpuinfo", "microcode\t: 0xb000040", null },
        { "nx-huge-pages", "sys/module/kvm/parameters/nx_huge_pages", "Y\n", "never\n" },
        { "ksm", "sys/kernel/mm/ksm/run", "0\n", "1\n" },
        { "ksm", "sys/kernel/mm/ksm/run", "2\n", "3\n" },
        { "swap", "proc/swaps", "Filename\tType\tSize\n", "Filename\tType\tSize\n/dev/sda2 partition 1\n" },
        { "memory-errors", "sys/devices/system/edac/mc/mc0", "", null },
        { "kernel", "proc/sys/kernel/osrelease", "6.1.0-56-cloud-amd64\n", "6.10.1\n" },
        { "kernel", "proc/sys/kernel/osrelease", "6.18.44\n", "5.15.0\n" },
        { "cgroup-version", "proc/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n", "cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\n" },
        { "cgroup-version", "proc/mounts", "x /y cgroup2 rw 0 0\n", "x /y cgroup2 rw 0 0\nz /w cgroup rw,cpu 0 0\n" },
        { "cgroup-moves", "proc/mounts", "x /y cgroup2 rw,favordynmods 0 0\n", "x /y cgroup2 rw 0 0\n" },
        { "unprivileged-bpf", "proc/sys/kernel/unprivileged_bpf_disabled", "2\n", "0\n" },
        { "unprivileged-userfaultfd", "proc/sys/vm/unprivileged_userfaultfd", "0\n", "1\n" },
        { "reverse-path", "proc/sys/net/ipv4/conf/all/rp_filter", "1\n", "2\n" },
        { "redirects", "proc/sys/net/ipv4/conf/all/accept_redirects", "0\n", "1\n" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void a_row_tells_a_good_host_from_a_bad_one_and_from_one_that_does_not_tell(string name, string file, string good, string? bad)
    {
        Assert.Equal(CheckStatus.Unknown, Look(name).Status);
        Put(file, good);
        Assert.Equal(CheckStatus.Ok, Look(name).Status);
        if (bad is not null)
        {
            Put(file, bad);
            Assert.Equal(CheckStatus.Warn, Look(name).Status);
        }

        // A folder in place of the file: there, and unreadable.
        if (name == "memory-errors") return;
        File.Delete(root[file]);
        _ = Directory.CreateDirectory(root[file]);
        Assert.NotEqual(CheckStatus.Ok, Look(name).Status);
    }

    [Fact]
    public void every_row_has_a_picture() => Assert.Equal(
        PostureRows.All.Select(row => row.Name).Order(), Rows.Select(row => row.Data.Item1).Distinct().Order());

    [Fact]
    public void every_row_says_why_and_what_to_do() => Assert.All(PostureRows.All, row =>
    {
        Assert.EndsWith(".", row.Why, StringComparison.Ordinal);
        Assert.NotEmpty(row.Change);
    });

    [Fact]
    public void advice_keeps_nobody_out() => Assert.True(Posture(PostureConfig.Advise).Admit().IsSuccess);

    [Fact]
    public void a_demand_keeps_tenants_out_until_each_high_row_is_good_or_waived()
    {
        var refused = Posture(PostureConfig.Enforce).Admit().Error;

        Assert.Equal(PostureErrors.Refused, refused.Code);
        foreach (var row in PostureRows.All) Assert.Equal(row.Severity == CheckSeverity.High, refused.Message.Contains($"{row.Name}: ", StringComparison.Ordinal));

        Put($"{Cpu}/smt/active", "0");
        Put("sys/kernel/mm/ksm/run", "0");
        Put("proc/swaps", "Filename");
        Assert.Contains("cpu-vulnerabilities", Posture(PostureConfig.Enforce).Admit().Error.Message, StringComparison.Ordinal);
        Assert.True(Posture(PostureConfig.Enforce, "cpu-vulnerabilities").Admit().IsSuccess);
    }

    [Fact]
    public async Task a_waiver_is_shown_while_it_is_needed()
    {
        Put($"{Cpu}/smt/active", "1");
        var smt = Posture(PostureConfig.Enforce, "smt").Examinations.Single(row => row.Name == "smt");

        Assert.Equal("for a test", (await smt.ExamineAsync(TestContext.Current.CancellationToken)).Waiver);
        Put($"{Cpu}/smt/active", "0");
        Assert.Null((await smt.ExamineAsync(TestContext.Current.CancellationToken)).Waiver);
    }

    [Fact]
    public void what_is_safe_to_change_is_changed_and_nothing_else()
    {
        Put("sys/kernel/mm/ksm/run", "1");
        Put("proc/sys/kernel/unprivileged_bpf_disabled", "1");
        Put("proc/sys/net/ipv4/conf/all/accept_redirects", "1");
        Put($"{Cpu}/smt/active", "1");

        var fixes = Posture(PostureConfig.Advise).Fix().Value;

        Assert.Equal(
            [new HostFix("ksm", "/sys/kernel/mm/ksm/run", "1", "2"), new HostFix("redirects", "/proc/sys/net/ipv4/conf/all/accept_redirects", "1", "0")], fixes);
        Assert.Equal("1", File.ReadAllText(root[$"{Cpu}/smt/active"]));
        Assert.Empty(Posture(PostureConfig.Advise).Fix().Value);
    }

    public void Dispose() => root.Dispose();

    private HostPosture Posture(string mode, params string[] waived) =>
        new(new HostTree(root.Path), new PostureConfig { Mode = mode, Waivers = waived.ToDictionary(name => name, _ => "for a test") });

    private HostCheck Look(string name) => PostureRows.All.Single(row => row.Name == name).Check(new HostTree(root.Path), waiver: null);

    private void Put(string file, string text)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(root[file])!);
        File.WriteAllText(root[file], text);
    }
}
