using Lobsterd.Host.Hypervisors;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors;

public sealed class VirtualizationTests
{
    private const string CpuInfo = "processor\t: 0\nvendor_id\t: AuthenticAMD\nmodel name\t: EPYC\nflags\t\t: fpu vme {0} tsc\nbugs\t\t: none\n\nprocessor\t: 1\n";

    [Theory]
    [InlineData("svm")]
    [InlineData("vmx")]
    public void a_cpu_with_the_flag_and_a_device_that_opens_has_kvm(string flag)
    {
        var host = Virtualization.Read(Cpu(flag), kvmRefusal: null);

        Assert.True(host.HasKvm);
        Assert.Contains(flag, host.Explain(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fma")]
    [InlineData("vmx_like")]
    [InlineData("")]
    public void a_device_that_opens_is_no_proof_without_the_flag(string flag)
    {
        var host = Virtualization.Read(Cpu(flag), kvmRefusal: null);

        Assert.False(host.HasKvm);
        Assert.Contains("neither vmx nor svm", host.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void a_device_that_does_not_open_is_told_with_its_reason()
    {
        var host = Virtualization.Read(Cpu("svm"), "/dev/kvm: Permission denied (errno 13)");

        Assert.False(host.HasKvm);
        Assert.Contains("Permission denied", host.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void equal_cpus_have_equal_names_whatever_the_order_of_their_flags()
    {
        Assert.Equal(Virtualization.Read(Cpu("svm avx2"), null).CpuModel, Virtualization.Read(Cpu("avx2 svm"), "refused").CpuModel);
        Assert.NotEqual(Virtualization.Read(Cpu("svm avx2"), null).CpuModel, Virtualization.Read(Cpu("svm"), null).CpuModel);
    }

    [Fact]
    public void nothing_at_all_is_read_as_no_flag() => Assert.False(Virtualization.Read("", null).HasKvm);

    private static string Cpu(string flags) => CpuInfo.Replace("{0}", flags, StringComparison.Ordinal);
}
