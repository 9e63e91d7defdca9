using System.Net;
using System.Security.Cryptography;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Network;
using Lobsterd.Engine.Identity;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Secrets;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Gives the anonymous VM its tenant's identity, and has it prove that it is nobody else.</summary>
public sealed class ClaimStep(IAgents agents, SecretBook secrets, AttestationBook attestations, NetworkPlan network, NetworkConfig config, TimeProvider clock)
    : SagaStep<ClaimInput, Nothing>
{
    private const int EntropyBytes = 64;

    /// <inheritdoc/>
    public override string Name => "claim";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(ClaimInput input, CancellationToken cancellationToken)
    {
        if (ClaimOf(input).TryGetError(out var unread, out var claim)) return unread;
        return (await agents.ClaimAsync(input.Tenant.Owner, claim, cancellationToken)).Bind(proof => Prove(input, claim, proof));
    }

    /// <summary>There is nothing to undo: the identity goes with the VM.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(ClaimInput input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());

    /// <summary>Takes what a guest has proved, or refuses it.</summary>
    internal Result<Nothing, LobsterError> Prove(ClaimInput input, TenantClaim claim, GuestProof? proof) =>
        attestations.Take(input.Tenant, input.Vm, claim, proof).Map(() => Nothing.Value);

    /// <summary>Who a tenant is, as its guest is told: with its secrets as they are now, fresh entropy, and the time.</summary>
    internal Result<TenantClaim, LobsterError> ClaimOf(ClaimInput input)
    {
        var tenant = input.Tenant;
        if (secrets.ForGuestOf(tenant).TryGetError(out var unread, out var all)) return unread;
        return new TenantClaim
        {
            Id = tenant.Id,
            Name = tenant.Name,
            Address = network.GuestAddressOf(tenant.Slot),
            PrefixLength = NetworkPlan.TenantPrefix,
            Gateway = network.HostAddressOf(tenant.Slot),
            Dns = [.. config.Dns.Select(IPAddress.Parse)],
            AgentToken = tenant.AgentToken,
            GatewayToken = tenant.GatewayToken,
            Now = clock.GetUtcNow(),
            Entropy = RandomNumberGenerator.GetBytes(EntropyBytes),
            Workload = input.Workload,
            Secrets = all,
        };
    }
}
