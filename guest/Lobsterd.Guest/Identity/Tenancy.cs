using System.Security.Cryptography;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Machine;
using Lobsterd.Guest.Network;
using Lobsterd.Linux.Entropy;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Identity;

/// <summary>Whose VM this is: nobody's until a claim, then one tenant's for good.</summary>
internal sealed class Tenancy(IMachine machine, IGuestNetwork network, GuestFiles files)
{
    private byte[] token = [];
    private byte[] fingerprint = [];
    private byte[] sample = [];
    private byte[]? nonce;

    /// <summary>The tenant's claim; null while the VM is anonymous.</summary>
    internal TenantClaim? Claim { get; private set; }

    /// <summary>The same in the wire's form, to be written down where the VM's state is.</summary>
    internal AgentRequest.Claim? WireClaim { get; private set; }

    /// <summary>What the VM is held under, to be copied; null while it is not.</summary>
    internal byte[]? Nonce => nonce;

    /// <summary>Whether a message may be answered: it carries the tenant's token. Takes as long for a wrong one as for a right one.</summary>
    internal bool Admits(string? presented) =>
        Claim is not null && presented is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), token);

    /// <summary>Makes the machine the tenant's. The same claim again changes nothing and succeeds; after a failure the claim can be sent again.</summary>
    /// <error code="guest.claim.invalid">A value is outside its range; nothing was changed.</error>
    /// <error code="guest.claim.taken">The VM has another identity.</error>
    /// <error code="guest.claim.failed">The machine could not be made the tenant's, and stays anonymous.</error>
    internal UnitResult<LobsterError> Take(AgentRequest.Claim request)
    {
        var presented = ClaimFingerprint.Of(request);
        if (Claim is not null)
            return CryptographicOperations.FixedTimeEquals(presented, fingerprint)
                ? UnitResult.Success<LobsterError>()
                : new LobsterError(IdentityErrors.ClaimedAlready, "this VM has another identity");

        if (ClaimChecker.Check(request).TryGetError(out var invalid, out var claim)) return invalid;
        if (Apply(claim).TryGetError(out var failed)) return new LobsterError(IdentityErrors.ApplyFailed, "claim", Cause: failed);

        Remember(request, claim);
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Whether the VM is held under that nonce. Takes as long for a wrong one as for a right one.</summary>
    internal bool IsHeldUnder(ReadOnlySpan<byte> presented) => nonce is not null && CryptographicOperations.FixedTimeEquals(presented, nonce);

    /// <summary>Holds the VM: it is nobody to speak to until <see cref="Release"/> or <see cref="Become"/>.</summary>
    internal void Hold(byte[] under) => nonce = under;

    /// <summary>Ends a hold: it is who it was.</summary>
    internal void Release() => nonce = null;

    /// <summary>Whether it is the tenant's of that claim already.</summary>
    internal bool Is(AgentRequest.Claim request) => Claim is not null && CryptographicOperations.FixedTimeEquals(ClaimFingerprint.Of(request), fingerprint);

    /// <summary>Makes a held machine another tenant's, and ends the hold. After a failure it is held on, and can be asked again.</summary>
    /// <error code="guest.claim.invalid">A value is outside its range; nothing was changed.</error>
    /// <error code="guest.claim.failed">The machine could not be made the tenant's.</error>
    internal UnitResult<LobsterError> Become(AgentRequest.Claim request)
    {
        if (ClaimChecker.Check(request).TryGetError(out var invalid, out var claim)) return invalid;
        if (Apply(claim).TryGetError(out var failed)) return new LobsterError(IdentityErrors.ApplyFailed, "reclaim", Cause: failed);
        Remember(request, claim);
        nonce = null;
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Who it has become, as its programs read it, with bytes that its generator gave then: told to whoever has the whole claim.</summary>
    /// <error code="guest.claim.failed">It could not be read.</error>
    internal Result<AgentReply.Proof, LobsterError> Prove()
    {
        if (machine.Prove().TryGetError(out var unread, out var proof)) return unread;
        if (network.FindAddress().TryGetError(out unread, out var address)) return unread;
        return new AgentReply.Proof
        {
            MachineId = proof.MachineId,
            BootId = proof.BootId,
            Sample = sample,
            HostName = proof.HostName,
            Address = address?.ToString() ?? "",
            NowUnixMs = proof.NowUnixMs,
            HostKeys = files.HostKeys(),
        };
    }

    private void Remember(AgentRequest.Claim request, TenantClaim claim)
    {
        token = Encoding.UTF8.GetBytes(claim.AgentToken);
        fingerprint = ClaimFingerprint.Of(request);
        // What is written down where the VM's state is holds no secret.
        WireClaim = request with { Secrets = null };
        // Behind the seed, so that no two VMs have the same, whatever they are copies of.
        sample = new byte[AgentLimits.SampleBytes];
        KernelRandom.Fill(sample);
        Claim = claim;
    }

    /// <summary>The seed comes first: ids, and every random byte that anyone asks for later, depend on it.</summary>
    private UnitResult<LobsterError> Apply(TenantClaim claim) =>
        machine.Seed(claim.Entropy.Span)
            .Bind(machine.RenewIds)
            .Bind(() => machine.SetClock(claim.Now))
            .Bind(() => machine.SetHostName(claim.Name.Value))
            .Bind(() => files.Write(claim))
            .Bind(() => network.Configure(claim));
}
