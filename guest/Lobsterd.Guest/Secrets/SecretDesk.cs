using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Identity;
using Lobsterd.Guest.Users;
using Lobsterd.Guest.Workload;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Secrets;

/// <summary>Takes the tenant's secrets from claims and changes.</summary>
internal sealed class SecretDesk(SecretShelf shelf, UserBook users, Tenancy tenancy, Supervisor supervisor)
{
    private bool isPending;

    /// <summary>Takes those of the claim that the VM has just become somebody by.</summary>
    internal void Take() => shelf.Take(tenancy.Claim!.Secrets);

    /// <summary>Takes those of the claim that a copied VM has become another tenant's by; the files of the old ones are gone.</summary>
    /// <error code="guest.user.unknown">The workload's user is not there.</error>
    /// <error code="guest.claim.failed">A file could not be written.</error>
    internal UnitResult<LobsterError> TakeAnew()
    {
        Take();
        isPending = false;
        return users.Find(tenancy.Claim!.Workload.User).Bind(shelf.Lay);
    }

    /// <summary>Puts new ones in the place of the old ones; the same ones again change nothing. A workload that runs takes them up by a new start, if it is asked for.</summary>
    /// <error code="guest.claim.invalid">One is no secret; nothing was changed.</error>
    /// <error code="guest.user.unknown">The workload's user is not there.</error>
    /// <error code="guest.workload.spawn-failed">The workload could not be started again; it is tried on.</error>
    internal async Task<UnitResult<LobsterError>> ChangeAsync(AgentRequest.SecretsSet request, CancellationToken cancellationToken)
    {
        if (SecretChecker.Check(request.All).TryGetError(out var invalid, out var secrets)) return invalid;
        // What has failed half way is not taken for done when it is asked for again.
        isPending |= shelf.Differs(secrets);
        shelf.Take(secrets);
        if (users.Find(tenancy.Claim!.Workload.User).Bind(shelf.Lay).TryGetError(out var unlaid)) return unlaid;
        if (isPending && request.Restart && supervisor.State is not (WorkloadState.None or WorkloadState.Stopped))
        {
            await supervisor.StopAsync(cancellationToken);
            if ((await supervisor.StartAsync(cancellationToken)).TryGetError(out var unstarted)) return unstarted;
        }

        isPending = false;
        return UnitResult.Success<LobsterError>();
    }
}
