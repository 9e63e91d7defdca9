using CsCheck;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Registry;

public sealed class RegistryEditsTests
{
    private const int Slots = 8;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // Twelve names over eight slots, so that names collide and slots run out.
    private static readonly Gen<(bool IsReserve, int Name)[]> History = Gen.Select(Gen.Bool, Gen.Int[0, 11]).Array[0, 200];

    [Fact]
    public void no_slot_is_ever_held_twice_or_held_and_free() => History.Sample(history =>
    {
        var registry = RegistrySnapshot.Empty;
        foreach (var (isReserve, number) in history)
        {
            var name = TenantName.Parse($"t{number}").Value;
            if (isReserve) registry = RegistryEdits.Reserve(registry, Tenants.Named(name.Value), Slots).Map(change => change.Next).Match(next => next, _ => registry);
            else if (registry.Tenants.TryGetValue(name, out var tenant)) registry = RegistryEdits.Forget(registry, name, tenant.Id, Now).Next;

            var all = registry.Tenants.Values.Select(tenant => tenant.Slot).Concat(registry.Freed.Select(freed => freed.Slot)).ToList();
            if (all.Distinct().Count() != all.Count || all.Any(slot => slot.Number < 0 || slot.Number >= Slots)) return false;
            if (all.Count != registry.NextSlot) return false;
        }

        return true;
    });

    [Fact]
    public void a_full_pool_is_refused_and_changes_nothing()
    {
        var registry = Enumerable.Range(0, Slots).Aggregate(
            RegistrySnapshot.Empty, (sofar, number) => RegistryEdits.Reserve(sofar, Tenants.Named($"t{number}"), Slots).Value.Next);

        Assert.Equal(NetworkErrors.SlotsExhausted, RegistryEdits.Reserve(registry, Tenants.Named("late"), Slots).Error.Code);
    }

    [Fact]
    public void the_slot_freed_longest_ago_is_given_out_first()
    {
        var registry = RegistrySnapshot.Empty;
        var first = Tenants.Named("first");
        var second = Tenants.Named("second");
        registry = RegistryEdits.Reserve(registry, first, 2).Value.Next;
        registry = RegistryEdits.Reserve(registry, second, 2).Value.Next;
        registry = RegistryEdits.Forget(registry, second.Name, second.Id, Now).Next;
        registry = RegistryEdits.Forget(registry, first.Name, first.Id, Now).Next;

        Assert.Equal(new Slot(1), RegistryEdits.Reserve(registry, Tenants.Named("third"), 2).Value.Answer);
    }

    [Fact]
    public void reserving_again_for_the_same_tenant_gives_the_same_slot_and_no_new_generation()
    {
        var alice = Tenants.Named("alice");
        var once = RegistryEdits.Reserve(RegistrySnapshot.Empty, alice, Slots).Value;

        var twice = RegistryEdits.Reserve(once.Next, alice, Slots).Value;

        Assert.Same(once.Next, twice.Next);
        Assert.Equal(once.Answer, twice.Answer);
    }

    [Fact]
    public void another_tenant_of_that_name_is_neither_reserved_nor_forgotten_nor_changed()
    {
        var alice = Tenants.Named("alice");
        var stranger = Tenants.Named("alice");
        var registry = RegistryEdits.Reserve(RegistrySnapshot.Empty, alice, Slots).Value.Next;

        Assert.Equal(TenantErrors.NameTaken, RegistryEdits.Reserve(registry, stranger, Slots).Error.Code);
        Assert.Same(registry, RegistryEdits.Forget(registry, stranger.Name, stranger.Id, Now).Next);
        Assert.Equal(TenantErrors.Unknown, RegistryEdits.Change(registry, stranger.Name, stranger.Id, tenant => tenant).Error.Code);
    }

    [Fact]
    public void a_port_that_another_tenant_publishes_is_refused()
    {
        var alice = Tenants.Named("alice") with { Publish = [new PublishedPort(2222, 22)] };
        var bob = Tenants.Named("bob") with { Publish = [new PublishedPort(2222, 2022)] };
        var registry = RegistryEdits.Reserve(RegistrySnapshot.Empty, alice, Slots).Value.Next;

        Assert.Equal(Lobsterd.Domain.Edge.EdgeErrors.PortTaken, RegistryEdits.Reserve(registry, bob, Slots).Error.Code);
    }
}
