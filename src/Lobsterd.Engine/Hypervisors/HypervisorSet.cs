using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Hypervisors;

/// <summary>The drivers of this host: one for new tenants, each tenant's own for the rest of its life.</summary>
public sealed class HypervisorSet
{
    private readonly Dictionary<HypervisorName, IHypervisor> drivers;
    private readonly Func<HypervisorFacts?, VmSize> sizes;
    private volatile Choice choice;

    /// <summary>Collects the drivers.</summary>
    /// <param name="facts">What new tenants get; its name is one of the drivers', unless the host has none.</param>
    /// <param name="sizes">How large they are unless asked otherwise, by what they get; null: nothing.</param>
    /// <param name="drivers">Every driver that could run a tenant here.</param>
    public HypervisorSet(Result<HypervisorFacts, LobsterError> facts, Func<HypervisorFacts?, VmSize> sizes, IEnumerable<IHypervisor> drivers)
    {
        this.sizes = sizes;
        this.drivers = drivers.ToDictionary(driver => driver.Name);
        choice = Of(facts);
    }

    /// <summary>What new tenants get, or why they get nothing (<c>vm.hypervisor.missing</c>).</summary>
    public Result<HypervisorFacts, LobsterError> Facts => choice.Facts;

    /// <summary>The size of a new tenant's VM unless asked otherwise.</summary>
    public VmSize DefaultSize => choice.Size;

    /// <summary>Decides anew what tenants get that come from now on.</summary>
    public void Choose(Result<HypervisorFacts, LobsterError> facts) => choice = Of(facts);

    /// <summary>The driver that runs a tenant.</summary>
    /// <error code="vm.hypervisor.missing">This host has no driver of that name.</error>
    public Result<IHypervisor, LobsterError> Of(HypervisorName name) =>
        drivers.TryGetValue(name, out var driver)
            ? Result.Success<IHypervisor, LobsterError>(driver)
            : new LobsterError(VmErrors.NoHypervisor, $"this host has no hypervisor '{name}'", "lobsterd doctor says what is missing");

    private Choice Of(Result<HypervisorFacts, LobsterError> facts) => new(facts, sizes(facts.TryGetValue(out var found) ? found : null));

    private sealed record Choice(Result<HypervisorFacts, LobsterError> Facts, VmSize Size);
}
