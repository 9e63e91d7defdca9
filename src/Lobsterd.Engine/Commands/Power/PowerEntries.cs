using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>How the entry of a tenant reads whose VM could not be made.</summary>
internal static class PowerEntries
{
    /// <summary>Writes that a tenant has failed and has no VM. One that has been evicted meanwhile needs no entry.</summary>
    internal static async Task<UnitResult<LobsterError>> FailAsync(
        RegistryBook registry, Tenant tenant, string reason, CancellationToken cancellationToken)
    {
        var written = await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, tenant.Name, tenant.Id, entry => entry with
            {
                Observed = ObservedState.Failed,
                Reason = reason,
                Vm = null,
            }),
            cancellationToken);
        return written.TryGetError(out var error, out _) && error.Code != TenantErrors.Unknown ? error : UnitResult.Success<LobsterError>();
    }
}
