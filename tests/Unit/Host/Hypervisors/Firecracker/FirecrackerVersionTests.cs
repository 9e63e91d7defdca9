using Lobsterd.Host.Hypervisors.Firecracker;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Firecracker;

/// <summary>What the two programs print of their versions.</summary>
public sealed class FirecrackerVersionTests
{
    [Fact]
    public void the_loggers_line_behind_the_version_is_passed_over()
    {
        const string Output = "Firecracker v1.16.1\n\n2026-07-01T10:00:00.000000000 [anonymous-instance:main] Firecracker exiting successfully. exit_code=0\n";

        Assert.Equal(new FirecrackerVersion(1, 16, 1), FirecrackerVersion.Parse("Firecracker", Output).Value);
    }

    [Fact]
    public void a_jailer_tells_its_own_version() =>
        Assert.Equal(new FirecrackerVersion(1, 16, 3), FirecrackerVersion.Parse("Jailer", "Jailer v1.16.3\n\n").Value);

    [Theory]
    [InlineData("Jailer v1.16.1\n")]
    [InlineData("Firecracker v1.16\n")]
    [InlineData("Firecracker v1.16.1-dirty\n")]
    [InlineData("  Firecracker v1.16.1\n")]
    [InlineData("")]
    public void anything_else_is_no_firecracker(string output) => Assert.True(FirecrackerVersion.Parse("Firecracker", output).IsFailure);

    [Theory]
    [InlineData(1, 16, 1, true)]
    [InlineData(1, 16, 7, true)]
    [InlineData(1, 16, 0, false)]
    [InlineData(1, 15, 9, false)]
    [InlineData(1, 17, 0, false)]
    [InlineData(2, 16, 1, false)]
    public void only_the_minor_version_that_the_driver_was_made_for_is_known(int major, int minor, int patch, bool isKnown) =>
        Assert.Equal(isKnown, new FirecrackerVersion(major, minor, patch).IsKnown);
}
