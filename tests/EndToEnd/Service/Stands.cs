using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Stands of this checkout.</summary>
internal static class Stands
{
    /// <summary>A service that has just been made, on a host that <c>init</c> has prepared.</summary>
    internal static Task<ServiceStand> ReadyAsync(StandMachine machine, string? config = null) =>
        ServiceStand.ReadyAsync(Options(machine, config), TestContext.Current.CancellationToken);

    /// <summary>How such a service is set up.</summary>
    internal static StandOptions Options(StandMachine machine, string? config = null) =>
        StandOptions.Of(RepositoryRoot.Path) with { Machine = machine, Config = config };
}
