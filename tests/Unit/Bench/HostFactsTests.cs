using Lobsterd.Bench.Runner.Facts;
using Xunit;

namespace Lobsterd.Tests.Unit.Bench;

public sealed class HostFactsTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("lobsterd-facts-");

    public void Dispose() => root.Delete(recursive: true);

    [Theory]
    [InlineData("fpu vmx", true, "kvm", false)]
    [InlineData("fpu svm hypervisor", true, "kvm", true)]
    [InlineData("fpu hypervisor", true, "tcg", true)]
    [InlineData("fpu vmx", false, "tcg", false)]
    public void a_host_is_told_by_its_own_files(string flags, bool hasKvm, string hypervisor, bool isVirtual)
    {
        Write("proc/cpuinfo", $"processor\t: 0\nmodel name\t: A CPU @ 2 GHz\nflags\t\t: {flags}\n\nprocessor\t: 1\nmodel name\t: A CPU @ 2 GHz\nflags\t\t: {flags}\n");
        Write("proc/meminfo", "MemTotal:       24000512 kB\nMemFree: 1 kB\n");
        Write("proc/sys/kernel/osrelease", "6.1.0-28-amd64\n");
        Write("etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
        if (hasKvm) Write("dev/kvm", "");

        var facts = new HostFactsReader(root.FullName).Read();

        Assert.Equal(("A CPU @ 2 GHz", 2, 23_438), (facts.Cpu, facts.Cpus, facts.MemoryMib));
        Assert.Equal(("6.1.0-28-amd64", "Debian GNU/Linux 12 (bookworm)"), (facts.Kernel, facts.System));
        Assert.Equal((hypervisor, isVirtual), (facts.Hypervisor, facts.IsVirtual));
    }

    [Fact]
    public void what_a_host_does_not_tell_is_unknown()
    {
        var facts = new HostFactsReader(root.FullName).Read();

        Assert.Equal(("unknown", 1, 0, "unknown", "tcg"), (facts.Cpu, facts.Cpus, facts.MemoryMib, facts.Kernel, facts.Hypervisor));
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(root.FullName, path);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
