using System.Collections.Immutable;
using CsCheck;
using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Tenants;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Registry;

/// <summary>What two generations tell of each other.</summary>
public sealed class RegistryChangesTests
{
    // What happens to each of some tenants: it stays out, stays, comes, goes, or changes.
    private static readonly Gen<int[]> Fates = Gen.Int[0, 4].Array[0, 40];

    [Fact]
    public void every_tenant_that_came_went_or_changed_is_told_once_and_nobody_else() => Fates.Sample(fates =>
    {
        var (before, after, expected) = (new List<Tenant>(), new List<Tenant>(), new Dictionary<string, (Tenant?, Tenant?)>(StringComparer.Ordinal));
        foreach (var (number, fate) in fates.Index())
        {
            var tenant = Tenants.Named($"t{number}");
            var changed = tenant with { Reason = "changed" };
            if (fate is 1 or 3 or 4) before.Add(tenant);
            if (fate is 1 or 2) after.Add(tenant);
            if (fate is 4) after.Add(changed);
            if (fate is 2) expected.Add(tenant.Name.Value, (null, tenant));
            if (fate is 3) expected.Add(tenant.Name.Value, (tenant, null));
            if (fate is 4) expected.Add(tenant.Name.Value, (tenant, changed));
        }

        var told = Of(after).ChangesSince(Of(before)).ToList();

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), told.Select(change => (change.Now ?? change.Before)!.Name.Value));
        Assert.All(told, change => Assert.Equal(expected[(change.Now ?? change.Before)!.Name.Value], change));
    });

    [Fact]
    public void a_generation_tells_nothing_of_itself()
    {
        var snapshot = Of([Tenants.Named("alice")]);

        Assert.Empty(snapshot.ChangesSince(snapshot with { Generation = 7 }));
    }

    private static RegistrySnapshot Of(IEnumerable<Tenant> tenants) => RegistrySnapshot.Empty with { Tenants = tenants.ToImmutableSortedDictionary(tenant => tenant.Name, tenant => tenant) };
}
