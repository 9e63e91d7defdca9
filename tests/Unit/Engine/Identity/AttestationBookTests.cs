using System.Collections.Immutable;
using System.Net;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Identity;
using Lobsterd.Engine.Registry;
using Lobsterd.Tests.Unit.Engine.Registry;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Lobsterd.Tests.Unit.Host.Agent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Identity;

public sealed class AttestationBookTests : IAsyncDisposable
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    private const string Fingerprint = "SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA";

    private static readonly VmProcess Vm = NewVm(100);

    private readonly WorldAttestations log = new();
    private readonly FakeTimeProvider clock = new(HostileAgent.Claim.Now);
    private readonly List<RegistryBook> registries = [];
    private readonly AttestationBook book;

    public AttestationBookTests() => book = NewBook();

    [Fact]
    public void what_a_guest_proves_is_kept_and_told_of_its_tenant()
    {
        var alice = TenantOf("alice");
        Accepted(alice, Vm, ProofOf(alice));

        var kept = Assert.Single(log.Kept);
        Assert.Equal(kept, book.LastOf(alice.Id));
        Assert.Equal((alice.Id, "alice", Vm, 0d), (kept.Tenant, kept.Name, kept.Vm, kept.ClockOffMs));
        Assert.Matches("^[0-9a-f]{64}$", kept.Digest);
    }

    // As `ssh-keygen -l` tells it.
    [Fact]
    public void ssh_keys_are_told_by_their_fingerprints()
    {
        var alice = TenantOf("alice");

        Assert.Equal([Fingerprint], Attestation.Of(alice, Vm, ProofOf(alice) with { HostKeys = [Key] }, clock.GetUtcNow()).HostKeys);
        Assert.Equal([Fingerprint], Attestation.Of(alice, Vm, ProofOf(alice) with { HostKeys = [$"{Key} root@alice"] }, clock.GetUtcNow()).HostKeys);
    }

    [Theory]
    [InlineData("machine id")]
    [InlineData("boot id")]
    [InlineData("random bytes")]
    [InlineData("SSH host key")]
    public void a_guest_that_answers_as_another_tenants_did_is_refused_and_not_kept(string what)
    {
        var (alice, bob) = (TenantOf("alice"), TenantOf("bob"));
        var hers = ProofOf(alice) with { HostKeys = [Key] };
        Accepted(alice, Vm, hers);
        var his = what switch
        {
            "machine id" => ProofOf(bob) with { MachineId = hers.MachineId },
            "boot id" => ProofOf(bob) with { BootId = hers.BootId },
            "random bytes" => ProofOf(bob) with { Sample = hers.Sample },
            _ => ProofOf(bob) with { HostKeys = hers.HostKeys },
        };
        var refused = book.Take(bob, NewVm(101), ClaimOf(bob), his);

        Assert.Equal(IdentityErrors.Repeated, refused.Error.Code);
        Assert.Contains(what, refused.Error.Message, StringComparison.Ordinal);
        Assert.Contains("alice", refused.Error.Message, StringComparison.Ordinal);
        _ = Assert.Single(log.Kept);
        Assert.Null(book.LastOf(bob.Id));
    }

    [Fact]
    public void it_is_refused_by_a_later_service_too_and_when_the_other_is_long_gone()
    {
        var (alice, bob) = (TenantOf("alice"), TenantOf("bob"));
        var hers = ProofOf(alice);
        Accepted(alice, Vm, hers);

        Assert.Equal(IdentityErrors.Repeated, NewBook().Take(bob, NewVm(101), ClaimOf(bob), ProofOf(bob) with { BootId = hers.BootId }).Error.Code);
    }

    [Fact]
    public void the_same_guest_asked_once_more_is_the_same()
    {
        var alice = TenantOf("alice");
        var hers = ProofOf(alice);
        Accepted(alice, Vm, hers);
        Accepted(alice, Vm, hers with { Now = hers.Now.AddSeconds(1) });
        Assert.True(NewBook().Take(alice, Vm, ClaimOf(alice), hers).IsSuccess);

        _ = Assert.Single(log.Kept);
    }

    [Fact]
    public void another_vm_of_the_same_tenant_must_not_answer_as_the_one_before_but_keeps_its_ssh_keys()
    {
        var alice = TenantOf("alice");
        var before = ProofOf(alice) with { HostKeys = [Key] };
        Accepted(alice, Vm, before);

        Assert.Equal(IdentityErrors.Repeated, book.Take(alice, NewVm(101), ClaimOf(alice), before).Error.Code);
        Accepted(alice, NewVm(101), ProofOf(alice) with { HostKeys = [Key] });
    }

    [Fact]
    public void a_guest_that_is_not_who_it_was_told_to_be_is_refused()
    {
        var alice = TenantOf("alice");
        GuestProof[] wrong =
        [
            ProofOf(alice) with { HostName = "(none)" },
            ProofOf(alice) with { Address = IPAddress.Parse("10.66.0.31") },
            ProofOf(alice) with { Now = clock.GetUtcNow().AddSeconds(11) },
            ProofOf(alice) with { Now = clock.GetUtcNow().AddSeconds(-11) },
        ];

        Assert.All(wrong, proof => Assert.Equal(IdentityErrors.Wrong, book.Take(alice, Vm, ClaimOf(alice), proof).Error.Code));
        Assert.Empty(log.Kept);
    }

    [Fact]
    public void an_agent_that_is_too_old_to_prove_anything_is_taken_and_nothing_is_told_of_it()
    {
        var alice = TenantOf("alice");
        Accepted(alice, Vm, ProofOf(alice));
        Accepted(alice, NewVm(101), null);

        Assert.Null(book.LastOf(alice.Id));
    }

    [Fact]
    public void where_nothing_can_be_written_or_read_guests_are_measured_against_those_of_this_service()
    {
        log.Broken = new(IdentityErrors.Wrong, "the disk is full");
        var (alice, bob) = (TenantOf("alice"), TenantOf("bob"));
        var hers = ProofOf(alice);
        Accepted(alice, Vm, hers);

        Assert.Equal(IdentityErrors.Repeated, book.Take(bob, NewVm(101), ClaimOf(bob), ProofOf(bob) with { BootId = hers.BootId }).Error.Code);
    }

    [Fact]
    public void what_is_kept_is_bounded_and_those_of_tenants_that_are_there_stay()
    {
        var alice = TenantOf("alice");
        var one = NewBook(alice);
        var hers = ProofOf(alice);
        Assert.True(one.Take(alice, Vm, ClaimOf(alice), hers).IsSuccess);
        for (var i = 0; i < (2 * AttestationBook.Kept) + 2; i++)
        {
            var passing = TenantOf("passing");
            Assert.True(one.Take(passing, NewVm(200 + i), ClaimOf(passing), ProofOf(passing)).IsSuccess);
        }

        Assert.InRange(log.Kept.Count, AttestationBook.Kept, (2 * AttestationBook.Kept) + 2);
        Assert.Equal(hers.MachineId, one.LastOf(alice.Id)?.MachineId);
        Assert.Equal(hers.MachineId, NewBook().LastOf(alice.Id)?.MachineId);
        var bob = TenantOf("bob");
        Assert.Equal(IdentityErrors.Repeated, one.Take(bob, NewVm(101), ClaimOf(bob), ProofOf(bob) with { BootId = hers.BootId }).Error.Code);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var registry in registries) await registry.DisposeAsync();
    }

    private void Accepted(Tenant tenant, VmProcess vm, GuestProof? proof) => Assert.True(book.Take(tenant, vm, ClaimOf(tenant), proof).IsSuccess);

    private AttestationBook NewBook(params IEnumerable<Tenant> living)
    {
        var file = new Durable.DurableRegistry();
        _ = file.Save(RegistrySnapshot.Empty with { Tenants = living.ToImmutableSortedDictionary(tenant => tenant.Name, tenant => tenant) });
        registries.Add(RegistryBook.Open(file).Value);
        return new(log, registries[^1], clock, NullLogger<AttestationBook>.Instance);
    }

    private static Tenant TenantOf(string name) => Tenants.Named(name);

    private static TenantClaim ClaimOf(Tenant tenant) => HostileAgent.Claim with { Id = tenant.Id, Name = tenant.Name };

    private static GuestProof ProofOf(Tenant tenant) => WorldAgents.Proven(ClaimOf(tenant));

    private static VmProcess NewVm(int pid) => new(pid, pid * 7, Guid.Empty, "7.2.22");
}
