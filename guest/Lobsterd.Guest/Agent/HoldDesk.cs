using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Cgroups;
using Lobsterd.Guest.Identity;
using Lobsterd.Guest.Secrets;
using Lobsterd.Guest.Workload;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>Stands still for a copy to be made of the VM, and is then either who it was, or, in a copy, another tenant.</summary>
/// <remarks>Neither can know of itself which of the two it is, so no timer ends a hold, and nothing is begun or answered in it.</remarks>
internal sealed class HoldDesk(Tenancy tenancy, Supervisor supervisor, SecretDesk secrets, AgentSurroundings surroundings, TimeProvider clock)
{
    private IReadOnlyList<Cgroup> held = [];

    /// <summary>Freezes all that runs, and takes the address away. The same again changes nothing.</summary>
    /// <error code="guest.claim.invalid">The nonce is no nonce.</error>
    /// <error code="guest.hold.other">It is held under another nonce.</error>
    /// <error code="guest.cgroup.refused">Something did not freeze; it goes on as it was.</error>
    /// <error code="guest.network.failed">The address could not be taken away; it goes on as it was.</error>
    internal async Task<UnitResult<LobsterError>> HoldAsync(AgentRequest.Hold request)
    {
        if (request.Nonce.Length != ClaimLimits.NonceBytes) return ClaimChecker.Invalid("nonce", $"is not {ClaimLimits.NonceBytes} bytes");
        if (tenancy.Nonce is not null) return tenancy.IsHeldUnder(request.Nonce) ? UnitResult.Success<LobsterError>() : Other();

        // First of all: whoever asks for anything from here on is not heard.
        tenancy.Hold(request.Nonce);
        supervisor.Hold();
        if (!(await FreezeAsync()).TryGetError(out var failed) && !surroundings.Network.Withdraw(tenancy.Claim!).TryGetError(out failed))
            return UnitResult.Success<LobsterError>();
        _ = LetGo();
        return failed;
    }

    /// <summary>Goes on as who it is. One that is not held is left alone.</summary>
    /// <error code="guest.hold.other">It is held under another nonce.</error>
    /// <error code="guest.network.failed">The address could not be given back.</error>
    internal UnitResult<LobsterError> Release(AgentRequest.Release request) =>
        tenancy.Nonce is null ? UnitResult.Success<LobsterError>()
        : tenancy.IsHeldUnder(request.Nonce) ? LetGo()
        : Other();

    /// <summary>Becomes another tenant's. What was frozen is killed before there is an address again, unless it is asked to go on.</summary>
    /// <error code="guest.hold.other">It is not held under that nonce.</error>
    /// <error code="guest.claim.invalid">A value is outside its range.</error>
    /// <error code="guest.claim.failed">It could not be made the tenant's; it is held on.</error>
    internal async Task<UnitResult<LobsterError>> ReclaimAsync(AgentRequest.Reclaim request, CancellationToken cancellationToken)
    {
        if (tenancy.Nonce is null && tenancy.Is(request.Identity)) return UnitResult.Success<LobsterError>();
        if (!tenancy.IsHeldUnder(request.Nonce)) return Other();
        if (!request.KeepProcesses) await KillAsync(cancellationToken);
        if (tenancy.Become(request.Identity).TryGetError(out var failed)) return failed;

        supervisor.Become(tenancy.Claim!);
        var taken = secrets.TakeAnew();
        Thaw();
        return taken;
    }

    private async Task<UnitResult<LobsterError>> FreezeAsync()
    {
        held = surroundings.Cgroups.All();
        foreach (var cgroup in held)
            if ((await cgroup.FreezeAsync(clock)).TryGetError(out var failed)) return failed;
        return UnitResult.Success<LobsterError>();
    }

    private async Task KillAsync(CancellationToken cancellationToken)
    {
        await supervisor.KillAsync(cancellationToken);
        foreach (var cgroup in held)
        {
            cgroup.Kill();
            await cgroup.WaitEmptyAsync(clock);
        }
    }

    // The address before the workload: nobody finds a network that is not there.
    private UnitResult<LobsterError> LetGo()
    {
        if (surroundings.Network.Configure(tenancy.Claim!).TryGetError(out var failed)) return failed;
        tenancy.Release();
        Thaw();
        return UnitResult.Success<LobsterError>();
    }

    private void Thaw()
    {
        foreach (var cgroup in held) cgroup.Thaw();
        held = [];
        supervisor.Release();
    }

    private static LobsterError Other() => new(IdentityErrors.NotHeld, "this VM is not held under that nonce");
}
