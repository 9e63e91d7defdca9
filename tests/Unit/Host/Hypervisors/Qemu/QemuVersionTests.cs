using CsCheck;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors.Qemu;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Qemu;

public sealed class QemuVersionTests
{
    [Theory]
    [InlineData("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)\nCopyright (c) 2003-2022", "7.2.22")]
    [InlineData("QEMU emulator version 10.0.2\n", "10.0.2")]
    public void the_first_line_tells_the_version(string output, string version) =>
        Assert.Equal(version, QemuVersion.Parse(output).Value.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("QEMU emulator version 7.2\n")]
    [InlineData("\nQEMU emulator version 7.2.22")]
    [InlineData("bash: 7.2.22")]
    [InlineData("QEMU emulator version 7.2.99999")]
    public void anything_else_is_no_qemu(string output) =>
        Assert.Equal(VmErrors.NoHypervisor, QemuVersion.Parse(output).Error.Code);

    [Theory]
    [InlineData(7, 1, 99, false)]
    [InlineData(7, 2, 0, true)]
    [InlineData(8, 0, 0, true)]
    [InlineData(6, 9, 9, false)]
    public void versions_before_7_2_are_not_supported(int major, int minor, int micro, bool isSupported) =>
        Assert.Equal(isSupported, new QemuVersion(major, minor, micro).IsSupported);

    [Fact]
    public void every_version_reads_back() => Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 9999], Gen.Int[0, 9999]).Sample((major, minor, micro) =>
    {
        var version = new QemuVersion(major, minor, micro);
        return QemuVersion.Parse($"QEMU emulator version {version}").Value == version;
    });
}
