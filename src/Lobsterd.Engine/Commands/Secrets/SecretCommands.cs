using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Secrets;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Secrets;

namespace Lobsterd.Engine.Commands.Secrets;

/// <summary>Sets, lists and removes a tenant's secrets, and tells its agent. Values are in no event and no journal: a change is one file, replaced
/// whole, then a message that can be sent again.</summary>
public sealed class SecretCommands(SecretBook secrets, RegistryBook registry, IAgents agents, TenantDesk desk)
{
    /// <summary>A tenant's secrets by key, each with the way by which it reaches the workload.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="secret.file.damaged">What is kept cannot be read.</error>
    public Result<IReadOnlyList<SecretEntry>, LobsterError> List(string name) => registry.Current.Find(name)
        .Bind(tenant => secrets.Of(tenant).Map(all => (IReadOnlyList<SecretEntry>)[.. all.Select(secret => EntryOf(tenant, secret))]));

    /// <summary>Sets a secret and brings it to the guest when the tenant runs.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="secret.value.invalid">Key or value breaks its rule.</error>
    /// <error code="secret.count.exhausted">The tenant has as many as it may have.</error>
    /// <error code="agent.connect.unreachable">It is kept, but the guest did not take it: the same call again brings it.</error>
    public async Task<Result<SecretEntry, LobsterError>> SetAsync(string name, string key, string value, string actor, CancellationToken cancellationToken)
    {
        if (SecretRules.Check(key, value).TryGetError(out var invalid)) return invalid;
        return await ChangeAsync(name, "tenant.secret-set", key, actor, WithIt, cancellationToken);

        Result<IReadOnlyList<TenantSecret>, LobsterError> WithIt(IReadOnlyList<TenantSecret> all)
        {
            var changed = all.Where(secret => secret.Key != key).Append(new TenantSecret(key, value, desk.Clock.GetUtcNow())).OrderBy(secret => secret.Key, StringComparer.Ordinal).ToList();
            return SecretRules.Check(name, changed.Select(secret => KeyValuePair.Create(secret.Key, secret.Value))).TryGetError(out var full) ? full : changed;
        }
    }

    /// <summary>Removes a secret, from the guest too.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="secret.key.unknown">It has none of that key.</error>
    /// <error code="agent.connect.unreachable">It is removed here, but the guest did not hear of it.</error>
    public async Task<UnitResult<LobsterError>> RemoveAsync(string name, string key, string actor, CancellationToken cancellationToken)
    {
        var removed = await ChangeAsync(name, "tenant.secret-removed", key, actor, WithoutIt, cancellationToken);
        return removed.TryGetError(out var error, out _) ? error : UnitResult.Success<LobsterError>();

        Result<IReadOnlyList<TenantSecret>, LobsterError> WithoutIt(IReadOnlyList<TenantSecret> all)
        {
            var left = all.Where(secret => secret.Key != key).ToList();
            return left.Count < all.Count ? left : new LobsterError(SecretErrors.Unknown, $"{name} has no secret '{PlainText.Of(key, SecretRules.LongestKey)}'", $"lobsterd secrets ls {name}");
        }
    }

    private async Task<Result<SecretEntry, LobsterError>> ChangeAsync(
        string name,
        string happened,
        string key,
        string actor,
        Func<IReadOnlyList<TenantSecret>, Result<IReadOnlyList<TenantSecret>, LobsterError>> change,
        CancellationToken cancellationToken)
    {
        if (registry.Current.Find(name).TryGetError(out var unknown, out var before)) return unknown;
        var ended = await desk.WithTenantAsync(
            before.Name,
            "secrets",
            async () =>
            {
                // Looked up again under the lock: it may have been evicted meanwhile.
                if (registry.Current.Find(name).TryGetError(out var gone, out var tenant)) return gone;
                if (secrets.Of(tenant).Bind(change).TryGetError(out var refused, out var all)) return refused;
                if (secrets.Keep(tenant, all).TryGetError(out var unkept)) return unkept;
                _ = desk.Events.Add(happened, name, actor, $"secret {key}");
                if ((await TellAsync(tenant, cancellationToken)).TryGetError(out var untold)) return untold;
                return EntryOf(tenant, all.FirstOrDefault(secret => secret.Key == key) ?? new TenantSecret(key, "", desk.Clock.GetUtcNow()));
            },
            cancellationToken);
        return ended.Map(entry => (SecretEntry)entry);
    }

    private async Task<UnitResult<LobsterError>> TellAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        // One that does not run gets them with its next claim, one that sleeps when it wakes.
        if (tenant.Observed != ObservedState.Running) return UnitResult.Success<LobsterError>();
        return (await secrets.TellAsync(agents, tenant, cancellationToken)).TryGetError(out var untold)
            ? untold with { Hint = "the change is kept; the same command again brings it to the guest" }
            : UnitResult.Success<LobsterError>();
    }

    private SecretEntry EntryOf(Tenant tenant, TenantSecret secret) => new(secret.Key, secret.SetAt, secrets.IsFile(tenant, secret.Key));
}
