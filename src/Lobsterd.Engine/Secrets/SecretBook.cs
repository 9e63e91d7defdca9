using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Secrets;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;

namespace Lobsterd.Engine.Secrets;

/// <summary>Tenants' secrets as their workloads shall get them.</summary>
public sealed class SecretBook(ISecretFiles files, WorkloadCatalogue workloads)
{
    /// <summary>A tenant's secrets by key.</summary>
    /// <error code="secret.file.damaged">What is kept cannot be read.</error>
    public Result<IReadOnlyList<TenantSecret>, LobsterError> Of(Tenant tenant) => files.Load(tenant.Id);

    /// <summary>A tenant's secrets for its guest, read now: they stand in no plan and no journal.</summary>
    /// <error code="secret.file.damaged">What is kept cannot be read.</error>
    public Result<IReadOnlyList<WorkloadSecret>, LobsterError> ForGuestOf(Tenant tenant) =>
        files.Load(tenant.Id).Map(all => (IReadOnlyList<WorkloadSecret>)[.. all.Select(secret => new WorkloadSecret(secret.Key, secret.Value, IsFile(tenant, secret.Key)))]);

    /// <summary>Tells a guest that runs of all its tenant's secrets. One that has them already stays as it is.</summary>
    /// <error code="secret.file.damaged">What is kept cannot be read.</error>
    public async Task<UnitResult<LobsterError>> TellAsync(IAgents agents, Tenant tenant, CancellationToken cancellationToken)
    {
        // A guest of one that never had any has none to forget.
        if (!files.Knows(tenant.Id)) return UnitResult.Success<LobsterError>();
        if (ForGuestOf(tenant).TryGetError(out var unread, out var all)) return unread;
        var restarts = Restarts(tenant);
        if ((await agents.SetSecretsAsync(tenant.Owner, tenant.AgentToken, all, restarts, cancellationToken)).TryGetError(out var untold)) return untold;
        return restarts ? await agents.WaitWorkloadAsync(tenant.Owner, tenant.AgentToken, workloads.ReadyWithin(tenant), cancellationToken) : UnitResult.Success<LobsterError>();
    }

    /// <summary>Whether a secret reaches a tenant's workload as a file; as a variable otherwise.</summary>
    public bool IsFile(Tenant tenant, string key) =>
        !(workloads.Find(tenant.Workload).TryGetValue(out var workload) && workload.Secrets.TryGetValue(key, out var way) && way == WorkloadConfig.AsEnvironment);

    /// <summary>Whether a tenant's workload is started again when a secret changes; one whose definition is gone is.</summary>
    public bool Restarts(Tenant tenant) =>
        !workloads.Find(tenant.Workload).TryGetValue(out var workload) || workload.OnSecrets == WorkloadConfig.Restarts;

    /// <summary>Keeps all of a tenant's secrets.</summary>
    /// <error code="secret.file.unwritten">They could not be written.</error>
    public UnitResult<LobsterError> Keep(Tenant tenant, IReadOnlyList<TenantSecret> secrets) => files.Save(tenant.Id, secrets);
}
