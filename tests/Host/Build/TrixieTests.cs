using Lobsterd.Domain.Layout;
using Lobsterd.Host.Images;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Build;

/// <summary>The package and kernel steps of <c>./up</c> on a Debian 13 on which nothing of lobsterd has ever been.</summary>
[Trait("Speed", "Proof")]
public sealed class TrixieTests(TrixieHost host, ITestOutputHelper output) : IClassFixture<TrixieHost>
{
    private const string EnabledCaddy = "etc/systemd/system/multi-user.target.wants/caddy.service";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task packages_install_with_caddys_unit_off_and_its_kernel_makes_an_initramfs()
    {
        output.WriteLine(await host.RunAsync("build/packages"));

        Assert.True(File.Exists(host["usr/bin/caddy"]));
        Assert.True(IsThere(host["var/lib/systemd/deb-systemd-helper-enabled/multi-user.target.wants/caddy.service"]), "the package enabled its unit");
        Assert.False(IsThere(host[EnabledCaddy]), "and the script disabled it");
        Assert.False(IsThere(host["usr/sbin/policy-rc.d"]));
        Assert.Contains("are here", await host.RunAsync("build/packages"), StringComparison.Ordinal);

        await AKilledRunsUnitsGoOffWithTheNextAsync();

        // The tests' own packages are many and large: that they could be installed has to do.
        _ = await host.RunAsync("sed 's/#.*//; s/\\[.*//' build/packages.txt | xargs apt-get install --simulate --no-install-recommends");

        output.WriteLine(await host.RunAsync("build/kernel"));
        await ItsKernelMakesAnInitramfsAsync(host["clone/artifacts/kernel/current"]);
        Assert.Contains("is here", await host.RunAsync("build/kernel"), StringComparison.Ordinal);
    }

    private async Task AKilledRunsUnitsGoOffWithTheNextAsync()
    {
        const string Theirs = "#!/bin/sh\nexit 0\n";
        File.WriteAllText(host["usr/sbin/policy-rc.d"], "#!/bin/sh\n# of lobsterd, while its packages are installed\n# units off: caddy\nexit 101\n");
        File.WriteAllText(host["usr/sbin/policy-rc.d.before-lobsterd"], Theirs);
        File.CreateSymbolicLink(host[EnabledCaddy], "/usr/lib/systemd/system/caddy.service");

        _ = await host.RunAsync("build/packages");

        Assert.False(IsThere(host[EnabledCaddy]));
        Assert.Equal(Theirs, File.ReadAllText(host["usr/sbin/policy-rc.d"]));
        File.Delete(host["usr/sbin/policy-rc.d"]);
    }

    private async Task ItsKernelMakesAnInitramfsAsync(string package)
    {
        using var scratch = new ScratchFolder();
        var guest = scratch["lobsterd-guest"];
        File.WriteAllText(guest, "a guest");
        using var kernels = new KernelStore(new LobsterdPaths(scratch["root"]), new GuestBinary(guest), new ProgramRunner(TimeProvider.System));

        var release = (await kernels.AddAsync(package, Stop)).Value;

        var kernel = (await kernels.CurrentAsync(Stop)).Value;
        output.WriteLine($"{release}: initramfs of {new FileInfo(kernel.Initramfs).Length} bytes");
        Assert.Contains("-cloud-amd64", release, StringComparison.Ordinal);
    }

    private static bool IsThere(string path) => new FileInfo(path) is { LinkTarget: not null } or { Exists: true };
}
