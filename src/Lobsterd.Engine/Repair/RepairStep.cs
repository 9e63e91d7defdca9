using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Repair;

/// <summary>Does the repair that the plan names. A tenant that is gone, or another of its name, needs none.</summary>
public sealed class RepairStep(IEnumerable<TenantRepair> ofTenant, IEnumerable<HostRepair> ofHost, RegistryBook registry) : SagaStep<RepairPlan, Nothing>
{
    private readonly Dictionary<string, TenantRepair> ofTenant = ofTenant.ToDictionary(repair => repair.About.Name);
    private readonly Dictionary<string, HostRepair> ofHost = ofHost.ToDictionary(repair => repair.About.Name);

    /// <inheritdoc/>
    public override string Name => "repair";

    /// <summary>Whether it can do a repair.</summary>
    public bool Has(HealthRepair repair) => ofTenant.ContainsKey(repair.Name) || ofHost.ContainsKey(repair.Name);

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(RepairPlan input, CancellationToken cancellationToken)
    {
        if (input.Tenant is not { } name) return (await ofHost[input.Repair].DoAsync(cancellationToken)).Map(() => Nothing.Value);
        return registry.Current.Tenants.TryGetValue(name, out var tenant) && tenant.Id == input.Id
            ? (await ofTenant[input.Repair].DoAsync(tenant, cancellationToken)).Map(() => Nothing.Value)
            : Nothing.Value;
    }

    /// <summary>There is nothing to undo: what was made right stays right.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(RepairPlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
