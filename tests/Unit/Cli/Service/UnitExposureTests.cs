using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Service;

/// <summary>How much the service's unit leaves open, by systemd's own count.</summary>
public sealed class UnitExposureTests
{
    private const string Analyze = "/usr/bin/systemd-analyze";

    // Of 100. Nearly all that the count is made of is what the service is for: root, mounts, devices, networks, namespaces, other users' processes;
    // the unit says so switch by switch. The bar holds what is left: it stood at 96 without any of it, and nothing may be lost again unseen.
    private const string Bar = "90";

    [Fact]
    public async Task the_unit_leaves_no_more_open_than_the_bar()
    {
        var input = new ProgramInput
        {
            Program = Analyze,
            Arguments = ["security", "--offline=true", "--no-pager", $"--threshold={Bar}", Path.Combine(RepositoryRoot.Path, "deploy/lobsterd.service")],
            Timeout = TimeSpan.FromSeconds(30),
        };

        var ran = (await new ProgramRunner(TimeProvider.System).RunAsync(input, TestContext.Current.CancellationToken)).Value;

        Assert.True(ran.Status.IsSuccess, ran.Output);
    }
}
