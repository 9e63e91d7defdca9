using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Many at once: each gets a slot of its own, all answer, none is lost.</summary>
public sealed class ParallelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task a_hundred_null_tenants_at_once() => RunAsync(StandMachine.Null, 100);

    [Fact]
    public Task a_hundred_jailed_tenants_at_once() => RunAsync(StandMachine.FirecrackerNull, 100);

    [Fact]
    [Trait("Speed", "Proof")]
    public Task twenty_virtual_machines_at_once() => RunAsync(StandMachine.Qemu, 20);

    [Fact]
    public async Task the_same_name_at_once_makes_one_tenant()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Null);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => stand.Reef.SpawnAsync("alice", Stop)));

        // Equal requests join the operation that is under way; one that comes after it is told that the name is taken.
        var operations = outcomes.Where(outcome => outcome.Problem is null).Select(outcome => outcome.Operation!.Id).Distinct();
        Assert.Single(operations);
        Assert.All(outcomes, outcome => Assert.True(outcome.Problem is null or { Code: "tenant.name.taken" }, outcome.Problem?.Detail));
        Assert.Single(await stand.Reef.ListAsync(Stop));
    }

    private static async Task RunAsync(StandMachine machine, int count)
    {
        await using var stand = await Stands.ReadyAsync(machine);
        _ = (await stand.Reef.SpawnAsync("first", Stop)).Succeeded();
        _ = (await stand.Reef.EvictAsync("first", Stop)).Succeeded();
        var before = await HostPicture.TakeAsync(stand, Stop);

        var names = Enumerable.Range(1, count).Select(number => $"t{number}").ToList();
        var spawned = await Task.WhenAll(names.Select(name => stand.Reef.SpawnAsync(name, Stop)));
        var tenants = spawned.Select(outcome => outcome.Tenant).ToList();
        Assert.Equal(count, tenants.Select(tenant => tenant.Slot).Distinct().Count());
        Assert.Equal(names.Order(StringComparer.Ordinal), (await stand.Reef.ListAsync(Stop)).Select(tenant => tenant.Name).Order(StringComparer.Ordinal));
        foreach (var tenant in tenants)
            Assert.Contains($"\"{tenant.Name}\"", await stand.Web.GetStringAsync(tenant.Url, Stop), StringComparison.Ordinal);

        var evicted = await Task.WhenAll(names.Select(name => stand.Reef.EvictAsync(name, Stop)));
        Assert.All(evicted, outcome => Assert.Null(outcome.Problem));
        Assert.Empty((await HostPicture.TakeAsync(stand, Stop)).DifferencesFrom(before));
    }
}
