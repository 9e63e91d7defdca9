using Lobsterd.Host.Jail;
using Lobsterd.Linux.Jails;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Jail;

public sealed class JailPlanTests
{
    private static readonly ProgramFiles Files = new(
        "/usr/bin/vmm", ["/usr/lib/vmm/accel.so"], "/lib64/ld.so", new Dictionary<string, string> { ["libc.so.6"] = "/usr/lib/odd/libc.so.6" });

    [Fact]
    public void everything_stays_at_its_path_but_the_libraries() => Assert.Equal(
        [
            new JailMount("/usr/bin/vmm", "/usr/bin/vmm"),
            new JailMount("/usr/lib/vmm/accel.so", "/usr/lib/vmm/accel.so"),
            new JailMount("/lib64/ld.so", "/lib64/ld.so"),
            new JailMount("/usr/lib/odd/libc.so.6", "/lib/libc.so.6"),
            new JailMount("/usr/share/vmm", "/usr/share/vmm"),
            new JailMount("/dev/null", "/dev/null", IsDevice: true),
            new JailMount("/dev/urandom", "/dev/urandom", IsDevice: true),
            new JailMount("/dev/kvm", "/dev/kvm", IsDevice: true),
        ],
        JailPlan.For(Files, ["/usr/share/vmm"], ["/dev/kvm"]).Mounts);

    [Fact]
    public void the_loader_is_told_where_the_libraries_are() => Assert.Equal("/lib", JailPlan.For(Files, [], []).Environment["LD_LIBRARY_PATH"]);
}
