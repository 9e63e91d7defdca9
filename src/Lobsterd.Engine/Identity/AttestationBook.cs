using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Engine.Identity;

/// <summary>Measures each guest that was given an identity against all others: none may answer with what another one has answered with.</summary>
/// <remarks>A guest that was copied and not made unique would answer so. One that lies is not found out by this, and has nothing of it: what keeps
/// tenants apart is around their VMs, not in them.</remarks>
public sealed class AttestationBook(IAttestationLog log, RegistryBook registry, TimeProvider clock, ILogger<AttestationBook> logger)
{
    /// <summary>How many are kept beside the last one of each tenant that there is.</summary>
    public const int Kept = 2_048;

    /// <summary>How far a guest's clock may be off when its answer comes: it was set a moment before.</summary>
    public static readonly TimeSpan MostClockOff = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Attestation> seen = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Attestation> last = [];
    private List<Attestation>? all;

    /// <summary>Takes what a guest says of itself, or refuses it.</summary>
    /// <param name="tenant">Who it is to be.</param>
    /// <param name="vm">Its VMM.</param>
    /// <param name="claim">What it was told.</param>
    /// <param name="proof">What it answers; null from an agent that is too old to.</param>
    /// <error code="identity.proof.wrong">It is not who it was told to be.</error>
    /// <error code="identity.proof.repeated">Another VM has answered so.</error>
    public UnitResult<LobsterError> Take(Tenant tenant, VmProcess vm, TenantClaim claim, GuestProof? proof)
    {
        lock (gate)
        {
            all ??= Load();
            if (proof is null)
            {
                _ = last.Remove(tenant.Id);
                return UnitResult.Success<LobsterError>();
            }

            var attestation = Attestation.Of(tenant, vm, proof, clock.GetUtcNow());
            if (WrongIn(claim, proof, attestation) is { } wrong) return new LobsterError(IdentityErrors.Wrong, $"the guest of {tenant.Name} {wrong}");
            if (RepeatedIn(attestation) is { } repeated) return repeated;

            // The same guest, asked once more.
            if (last.TryGetValue(tenant.Id, out var known) && known.Vm == vm && known.Digest == attestation.Digest) return UnitResult.Success<LobsterError>();
            Add(attestation);
            Keep(attestation);
            return UnitResult.Success<LobsterError>();
        }
    }

    /// <summary>The last one of a tenant; null when its agent was too old to give one, or it never had a VM since they are kept.</summary>
    public Attestation? LastOf(Guid tenant)
    {
        lock (gate)
        {
            all ??= Load();
            return last.GetValueOrDefault(tenant);
        }
    }

    private static string? WrongIn(TenantClaim claim, GuestProof proof, Attestation attestation) =>
        proof.HostName != claim.Name.Value ? "has another host name"
        : !proof.Address.Equals(claim.Address) ? $"has the address {proof.Address} and not {claim.Address}"
        : Math.Abs(attestation.ClockOffMs) > MostClockOff.TotalMilliseconds ? string.Create(CultureInfo.InvariantCulture, $"has a clock that is off by {attestation.ClockOffMs / 1_000:0.0} s")
        : null;

    private LobsterError? RepeatedIn(Attestation attestation)
    {
        foreach (var mark in attestation.MarksOfVm())
            if (seen.TryGetValue(mark, out var other) && (other.Tenant != attestation.Tenant || other.Vm != attestation.Vm)) return Repeated(attestation, mark, other);
        foreach (var mark in attestation.MarksOfTenant())
            if (seen.TryGetValue(mark, out var other) && other.Tenant != attestation.Tenant) return Repeated(attestation, mark, other);
        return null;
    }

    private static LobsterError Repeated(Attestation attestation, string mark, Attestation other) => new(
        IdentityErrors.Repeated,
        string.Create(CultureInfo.InvariantCulture, $"the guest of {attestation.Name} answers with the {mark}, which a VM of {other.Name} had at {other.At:yyyy-MM-dd HH:mm:ss}Z"),
        "the guest was not made unique; lobsterd template rm removes what it was made from, and lobsterd image build makes its image anew");

    private void Add(Attestation attestation)
    {
        all!.Add(attestation);
        Index(attestation);
    }

    private void Keep(Attestation attestation)
    {
        var living = registry.Current.Tenants;
        var kept = all!.Count <= (2 * Kept) + living.Count ? log.Append(attestation) : Shorten([.. living.Values.Select(tenant => tenant.Id)]);
        if (kept.TryGetError(out var error)) AttestationLog.Unkept(logger, attestation.Name, error.Code.Name, error.FullMessage);
    }

    private UnitResult<LobsterError> Shorten(HashSet<Guid> living)
    {
        var newest = all!.Count - Kept;
        all = [.. all.Where((old, index) => index >= newest || (living.Contains(old.Tenant) && last.GetValueOrDefault(old.Tenant) == old))];
        Index(all);
        return log.Replace(all);
    }

    private List<Attestation> Load()
    {
        if (log.ReadAll().TryGetError(out var unread, out var kept))
        {
            AttestationLog.Unread(logger, unread.Code.Name, unread.FullMessage);
            return [];
        }

        Index(kept);
        return [.. kept];
    }

    private void Index(IEnumerable<Attestation> kept)
    {
        seen.Clear();
        last.Clear();
        foreach (var old in kept) Index(old);
    }

    private void Index(Attestation attestation)
    {
        last[attestation.Tenant] = attestation;
        foreach (var mark in attestation.MarksOfVm().Concat(attestation.MarksOfTenant())) seen[mark] = attestation;
    }
}
