using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Secrets;
using Lobsterd.Guest.Identity;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Secrets;

/// <summary>Checks secrets that the host sends; an error never repeats a value.</summary>
internal static class SecretChecker
{
    /// <summary>Checks all of them.</summary>
    /// <error code="guest.claim.invalid">The first that is none.</error>
    internal static Result<IReadOnlyList<WorkloadSecret>, LobsterError> Check(IReadOnlyList<AgentSecret>? secrets)
    {
        if (secrets is null) return Array.Empty<WorkloadSecret>();
        if (secrets.Count > SecretRules.Most) return ClaimChecker.Invalid("secrets", "has more than 64 items");
        // The serializer refuses a null member, but lets one through inside a list.
        if (secrets.Any(secret => secret is null || SecretRules.Check(secret.Key, secret.Value).IsFailure)) return ClaimChecker.Invalid("secrets", "has an item that is no secret");
        if (secrets.DistinctBy(secret => secret.Key).Count() != secrets.Count) return ClaimChecker.Invalid("secrets", "has a key twice");
        return secrets.Select(secret => new WorkloadSecret(secret.Key, secret.Value, secret.IsFile)).ToList();
    }
}
