using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Egress;

/// <summary>Changes where a tenant's guest may go, while it runs.</summary>
public sealed class EgressCommand(EgressSaga saga, SagaRunner runner, TenantDesk desk, RegistryBook registry, ITenantNetwork network)
{
    /// <summary>Starts a change, or joins the same one that is under way.</summary>
    /// <returns>The operation; its answer is the <see cref="Tenant"/> with its new policy.</returns>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="network.egress.invalid">The policy breaks its rule.</error>
    /// <error code="network.egress.names-unsupported">The firewall here knows addresses alone.</error>
    /// <error code="tenant.state.not-running">The operation ends so when the tenant does not run.</error>
    public Result<Operation, LobsterError> Start(string name, string policy, string actor, string? key)
    {
        if (TenantName.Parse(name).TryGetError(out var badName, out var tenant)) return badName;
        if (EgressPolicy.Parse(policy).Check(network.CheckEgress).TryGetError(out var badPolicy, out var wanted)) return badPolicy;
        var request = new OperationRequest(EgressSaga.Kind, name, actor, $"egress:{name}:{wanted}", key);
        if (desk.Operations.Join(request).TryGetError(out var refused, out var joined)) return refused;
        if (joined is not null) return joined;
        if (!registry.Current.Tenants.ContainsKey(tenant)) return TenantLookup.Unknown(tenant);

        return desk.Operations.Start(
            request, (operation, stop) => desk.WithTenantAsync(tenant, "egress", () => RunAsync(tenant, wanted, operation, stop), stop));
    }

    /// <summary>Goes on with a change that an earlier service began.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        desk.Operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            if (TenantName.Parse(unfinished.Head.Tenant).TryGetError(out var error, out var name)) return error;
            return await desk.WithTenantAsync(
                name,
                "egress",
                async () => (await runner.RecoverAsync(saga.Define(), unfinished, operation, stop)).TryGetError(out var failed, out _) ? failed : Answer(name),
                stop);
        });

    private async Task<Result<object, LobsterError>> RunAsync(TenantName name, EgressPolicy policy, Operation operation, CancellationToken cancellationToken)
    {
        // Looked up again under the lock: it may have been evicted meanwhile.
        if (!registry.Current.Tenants.TryGetValue(name, out var tenant)) return TenantLookup.Unknown(name);
        if (tenant.Observed != ObservedState.Running)
            return new LobsterError(TenantErrors.NotRunning, $"tenant {name} is {StateNames.Of(tenant.Observed)}", $"its network is changed while it runs");

        var ended = await runner.RunAsync(saga.Define(), new EgressPlan(tenant, policy), operation.Id, operation, cancellationToken);
        if (ended.TryGetError(out var error, out _)) return error;
        _ = desk.Events.Add("tenant.egress-changed", name.Value, operation.Request.Actor, $"its guest may go: {policy}");
        return Answer(name);
    }

    private Result<object, LobsterError> Answer(TenantName name) =>
        registry.Current.Tenants.TryGetValue(name, out var tenant) ? tenant : TenantLookup.Unknown(name);
}
