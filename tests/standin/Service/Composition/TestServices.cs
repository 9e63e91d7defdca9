using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Host.Journals;
using Lobsterd.Standin.Service.Crashes;
using Lobsterd.Standin.Service.Null;

namespace Lobsterd.Standin.Service.Composition;

/// <summary>What the test service has that the shipped one has not.</summary>
internal static class TestServices
{
    // Small: a null machine's memory is not a guest's.
    private static readonly VmSize Size = new(1, 64);

    internal static void Add(IServiceCollection services)
    {
        if (Environment.GetEnvironmentVariable("LOBSTERD_TEST_NULL_VMM") is { } vmm && Environment.GetEnvironmentVariable("LOBSTERD_TEST_GUEST") is { } guest)
        {
            _ = services
                .AddSingleton(provider => new NullHypervisor(provider.GetRequiredService<LobsterdPaths>(), new NullPrograms(vmm, guest)))
                .AddSingleton(provider => new HypervisorSet(
                    new HypervisorFacts(NullHypervisor.DriverName, "1", "null", "test equipment"), _ => Size, [provider.GetRequiredService<NullHypervisor>()]));
        }

        if (Environment.GetEnvironmentVariable("LOBSTERD_TEST_ARMED_FAULTS") is { } faults)
        {
            _ = services
                .AddSingleton<JournalFiles>()
                .AddSingleton<ISagaJournals>(provider => new FaultyJournals(provider.GetRequiredService<JournalFiles>(), new ArmedFaults(faults)));
        }
    }
}
