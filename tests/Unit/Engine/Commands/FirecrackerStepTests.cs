using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>A release that <c>init</c> takes in is what new tenants get, without a restart.</summary>
public sealed class FirecrackerStepTests
{
    private static readonly HypervisorFacts Before = new(HypervisorName.Qemu, "7.2.22", "kvm", "no Firecracker");

    private readonly HypervisorSet hypervisors = new(Before, facts => new VmSize(facts?.Name == HypervisorName.Firecracker ? 2 : 1, 256), []);

    [Fact]
    public async Task a_release_that_was_taken_in_is_chosen_with_its_size()
    {
        await RunAsync(new FirecrackerRelease("/release.tgz", new string('a', 64)));

        Assert.Equal((HypervisorName.Firecracker, 2), (hypervisors.Facts.Value.Name, hypervisors.DefaultSize.Vcpus));
    }

    [Fact]
    public async Task without_a_release_all_stays()
    {
        await RunAsync(null);

        Assert.Equal(Before, hypervisors.Facts.Value);
    }

    private async Task RunAsync(FirecrackerRelease? release) => Assert.True((await new FirecrackerStep(new WorldReleases(), hypervisors)
        .DoAsync(new InitPlan(null, release, "minimal", WasInitialized: true), TestContext.Current.CancellationToken)).IsSuccess);
}
