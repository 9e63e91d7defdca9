using Lobsterd.Host.Hypervisors.Firecracker;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Firecracker;

/// <summary>The jailer's command line.</summary>
public sealed class JailerArgumentsTests
{
    private static readonly IReadOnlyList<string> Arguments =
        new JailerArguments("7-0192ab34", "/opt/firecracker", "/var/lib/lobsterd/jailer", 64_007, 1024, 1L << 33).ToList();

    [Fact]
    public void every_value_stands_behind_its_name() =>
        Assert.Equal(
            "--id 7-0192ab34 --exec-file /opt/firecracker --uid 64007 --gid 64007 --chroot-base-dir /var/lib/lobsterd/jailer "
            + "--resource-limit no-file=1024 --resource-limit fsize=8589934592 --new-pid-ns -- --level Warn",
            string.Join(' ', Arguments));

    [Fact]
    public void no_cgroup_is_named_since_the_jailer_is_born_in_the_tenants() =>
        Assert.DoesNotContain(Arguments, argument => argument.Contains("cgroup", StringComparison.Ordinal));
}
