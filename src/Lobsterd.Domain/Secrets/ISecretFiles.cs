using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Secrets;

/// <summary>Keeps tenants' secrets on the host, encrypted.</summary>
public interface ISecretFiles
{
    /// <summary>A tenant's secrets by key; none when nothing is kept.</summary>
    /// <param name="tenant">The tenant's id: another tenant of the same name has none of them.</param>
    /// <error code="secret.file.damaged">What is kept, or the key that it is kept under, is not as it was written.</error>
    Result<IReadOnlyList<TenantSecret>, LobsterError> Load(Guid tenant);

    /// <summary>Whether secrets of a tenant were ever kept, if by now there may be none of them.</summary>
    bool Knows(Guid tenant);

    /// <summary>Puts all of a tenant's secrets in the place of those that are kept; on the disk when it returns.</summary>
    /// <error code="secret.file.unwritten">They could not be written; what was kept is as it was.</error>
    UnitResult<LobsterError> Save(Guid tenant, IReadOnlyList<TenantSecret> secrets);

    /// <summary>Forgets a tenant's secrets; there may be none.</summary>
    /// <error code="secret.file.unwritten">They could not be removed.</error>
    UnitResult<LobsterError> Remove(Guid tenant);
}
