using System.Text.Json.Nodes;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Files;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>Files that somebody has written to are as they were; what was in them is kept.</summary>
public sealed class FileDamageTests(NullHouse house) : IClassFixture<NullHouse>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Registry => house.Stand.Paths.Registry;

    private string Overlay => house.Stand.Paths.OverlayOf(TenantName.Parse("alice").Value);

    [Fact]
    public Task a_registry_of_garbage_is_set_aside_and_written_anew() =>
        ProveRegistryAsync("registry's current generation: garbage", "", () => File.WriteAllTextAsync(Registry, "{\"schema\":", Stop));

    [Fact]
    public Task a_registry_that_somebody_edited_is_as_the_service_has_it() => ProveRegistryAsync("registry's current generation: edited", "not generation", async () =>
    {
        var edited = JsonNode.Parse(await File.ReadAllTextAsync(Registry, Stop))!;
        var tenants = edited["tenants"]!.AsArray();
        tenants.RemoveAt(tenants.Count - 1);
        await File.WriteAllTextAsync(Registry, edited.ToJsonString(), Stop);
    });

    [Fact]
    public Task a_registry_that_was_removed_is_written_anew() => ProveRegistryAsync("registry's current generation: removed", "is not there", () =>
    {
        File.Delete(Registry);
        return Task.CompletedTask;
    });

    [Fact]
    public async Task a_service_that_is_killed_behind_it_finds_both_tenants()
    {
        await house.ProveAsync(new Finding("registry damaged, then the service killed", null, "registry", "registry") { MayLeave = IsSetAside }, () => File.WriteAllTextAsync(Registry, "", Stop));
        await house.Stand.KillAsync();
        await house.Stand.StartAsync(Stop);

        Assert.Equal(["alice", "bob"], (await house.Stand.Reef.ListAsync(Stop)).Select(tenant => tenant.Name));
        DamagedHouse.AssertHealthy(await house.Stand.Reef.MoltAsync(Stop));
    }

    [Fact]
    public Task a_disk_of_another_owner_is_given_back() => house.ProveAsync(new Finding("overlay's owner changed", "alice", "disk", "disk-owner") { Evidence = "belongs to 0:0" }, () =>
    {
        FileOwner.Set(Overlay, 0, 0).Require();
        return Task.CompletedTask;
    });

    [Fact]
    public Task a_disk_that_others_may_read_is_shut() => house.ProveAsync(new Finding("overlay's mode changed", "alice", "disk", "disk-owner") { Evidence = "mode is 644" }, () =>
    {
        File.SetUnixFileMode(Overlay, (UnixFileMode)0b110_100_100);
        return Task.CompletedTask;
    });

    private static bool IsSetAside(string line) => line.Contains("registry.json.damaged-", StringComparison.Ordinal);

    private Task ProveRegistryAsync(string what, string evidence, Func<Task> damage) =>
        house.ProveAsync(new Finding(what, null, "registry", "registry") { Evidence = evidence, MayLeave = IsSetAside }, damage);
}
