using System.Collections.Concurrent;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Secrets;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>Secrets in memory; what is kept outlives a service.</summary>
internal sealed class WorldSecrets : ISecretFiles
{
    public ConcurrentDictionary<Guid, IReadOnlyList<TenantSecret>> Kept { get; } = new();

    public Result<IReadOnlyList<TenantSecret>, LobsterError> Load(Guid tenant) => Result.Success<IReadOnlyList<TenantSecret>, LobsterError>(Kept.GetValueOrDefault(tenant) ?? []);

    public bool Knows(Guid tenant) => Kept.ContainsKey(tenant);

    public UnitResult<LobsterError> Save(Guid tenant, IReadOnlyList<TenantSecret> secrets)
    {
        Kept[tenant] = secrets;
        return UnitResult.Success<LobsterError>();
    }

    public UnitResult<LobsterError> Remove(Guid tenant)
    {
        _ = Kept.TryRemove(tenant, out _);
        return UnitResult.Success<LobsterError>();
    }
}
