using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Admission;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Operations;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

public sealed class SpawnCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_spawned_tenant_has_everything_and_is_written_down_as_running()
    {
        var service = new WorldService(new Durable());

        var tenant = (Tenant)(await (await SpawnAsync(service, "alice")).Ended).Value;

        Assert.Equal(["alice disk", "alice route", "alice tap0", "alice vm"], service.Durable.World.Things);
        Assert.Equal(ObservedState.Running, service.Registry.Current.Tenants[tenant.Name].Observed);
        Assert.Equal(WorldHypervisor.ProcessOf(tenant.Owner), service.Registry.Current.Tenants[tenant.Name].Vm);
        Assert.Equal("10.66.0.2", service.Agents.Claims[tenant.Name].Address.ToString());
        Assert.Equal(tenant.AgentToken, service.Agents.Claims[tenant.Name].AgentToken);
        Assert.Equal(64, service.Agents.Claims[tenant.Name].Entropy.Length);
    }

    [Theory]
    [InlineData("disk.ensure")]
    [InlineData("network.attach")]
    [InlineData("vm.boot")]
    [InlineData("agent.ready")]
    [InlineData("agent.claim")]
    [InlineData("workload.start")]
    [InlineData("workload.wait")]
    [InlineData("edge.publish")]
    public async Task a_spawn_that_fails_anywhere_leaves_nothing_and_frees_its_slot(string failing)
    {
        var service = new WorldService(new Durable());
        service.Durable.World.Failing = failing;

        var error = (await (await SpawnAsync(service, "alice")).Ended).Error;

        Assert.Equal(World.Refused, error.Code);
        Assert.Empty(service.Durable.World.Things);
        Assert.Empty(service.Registry.Current.Tenants);
        _ = Assert.Single(service.Registry.Current.Freed);
        Assert.Equal(0, service.Durable.Journals.Count);
    }

    [Fact]
    public async Task a_guest_that_answers_as_another_did_is_refused_and_leaves_nothing()
    {
        var service = new WorldService(new Durable());
        var hers = (Tenant)(await (await SpawnAsync(service, "alice")).Ended).Value;
        var known = Assert.Single(service.Durable.Attestations.Kept);
        service.Agents.Proof = claim => WorldAgents.Proven(claim) with { MachineId = known.MachineId };

        var error = (await (await SpawnAsync(service, "bob")).Ended).Error;

        Assert.Equal(IdentityErrors.Repeated, error.Code);
        Assert.Equal(["alice disk", "alice route", "alice tap0", "alice vm"], service.Durable.World.Things);
        Assert.Equal([hers.Name], service.Registry.Current.Tenants.Keys);
        Assert.Equal(known, service.Attestations.LastOf(hers.Id));
    }

    [Fact]
    public async Task a_spawn_that_cannot_be_undone_stays_as_a_failed_tenant_that_can_be_evicted()
    {
        var service = new WorldService(new Durable());
        service.Durable.World.Failing = "vm.kill";
        service.Agents.IsSilent = true;
        var operation = await SpawnAsync(service, "alice");
        await foreach (var told in operation.FollowAsync(Token))
            if (told.Step == "agent") break;
        await operation.CancelAsync();

        var error = (await operation.Ended).Error;

        Assert.Equal(Lobsterd.Domain.Sagas.SagaErrors.Stuck, error.Code);
        var tenant = Assert.Single(service.Registry.Current.Tenants.Values);
        Assert.Equal(ObservedState.Failed, tenant.Observed);
        service.Durable.World.Failing = null;
        Assert.True((await service.Evict.Start("alice", isGraceful: false, "uid 0", key: null).Value.Ended).IsSuccess);
        Assert.Empty(service.Durable.World.Things);
    }

    [Fact]
    public async Task asking_again_for_the_spawn_that_is_under_way_joins_it()
    {
        var service = new WorldService(new Durable());
        service.Agents.IsSilent = true;
        var first = await SpawnAsync(service, "alice");

        var second = await SpawnAsync(service, "alice");
        var other = await service.Spawn.StartAsync(new SpawnRequest { Name = "alice", Vcpus = 2 }, "uid 0", null, Token);

        Assert.Same(first, second);
        Assert.True(other.IsFailure || !ReferenceEquals(first, other.Value));
        await first.CancelAsync();
        Assert.True((await first.Ended).IsFailure);
    }

    [Fact]
    public async Task a_hundred_spawns_at_once_get_a_hundred_slots()
    {
        var service = new WorldService(new Durable());
        service.Host.Capacity = service.Host.Capacity with { AvailableMemoryBytes = 1L << 40 };

        var operations = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => SpawnAsync(service, $"t{number}")));
        var tenants = (await Task.WhenAll(operations.Select(operation => operation.Ended))).Select(result => (Tenant)result.Value).ToList();

        Assert.Equal(100, tenants.Select(tenant => tenant.Slot).Distinct().Count());
        Assert.Equal(100, service.Registry.Current.Tenants.Count);
    }

    [Fact]
    public async Task a_name_that_is_taken_is_refused_at_once()
    {
        var service = new WorldService(new Durable());
        _ = await (await SpawnAsync(service, "alice")).Ended;

        var refused = await service.Spawn.StartAsync(new SpawnRequest { Name = "alice" }, "uid 0", null, Token);

        Assert.Equal(TenantErrors.NameTaken, refused.Error.Code);
    }

    [Fact]
    public async Task an_idempotency_key_gives_the_same_operation_after_its_end_and_refuses_another_request()
    {
        var service = new WorldService(new Durable());
        var first = (await service.Spawn.StartAsync(new SpawnRequest { Name = "alice" }, "uid 0", "key-1", Token)).Value;
        _ = await first.Ended;

        var again = await service.Spawn.StartAsync(new SpawnRequest { Name = "alice" }, "uid 0", "key-1", Token);
        var other = await service.Spawn.StartAsync(new SpawnRequest { Name = "bob" }, "uid 0", "key-1", Token);

        Assert.Same(first, again.Value);
        Assert.Equal(OperationErrors.KeyReused, other.Error.Code);
    }

    [Fact]
    public async Task a_host_without_memory_refuses_and_says_how_much_is_missing()
    {
        var service = new WorldService(new Durable());
        service.Host.Capacity = service.Host.Capacity with { AvailableMemoryBytes = 500L << 20 };

        var error = (await (await SpawnAsync(service, "alice")).Ended).Error;

        Assert.Equal(AdmissionErrors.MemoryExhausted, error.Code);
        Assert.Contains("12 MiB", error.Message, StringComparison.Ordinal);
        Assert.Empty(service.Registry.Current.Tenants);
        Assert.Empty(service.Durable.World.Things);
    }

    [Fact]
    public async Task a_host_without_disk_refuses_and_says_how_much_is_missing()
    {
        var service = new WorldService(new Durable());
        service.Host.Capacity = new HostCapacity(8L << 30, 10L << 30, 200L << 30);

        var error = (await (await SpawnAsync(service, "alice")).Ended).Error;

        Assert.Equal(StorageErrors.DiskExhausted, error.Code);
        Assert.Contains("64 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task every_fault_of_a_request_is_told_at_once()
    {
        var service = new WorldService(new Durable());
        var request = new SpawnRequest
        {
            Name = "alice",
            Vcpus = 33,
            MemoryMib = 1,
            DiskBytes = 12345,
            Port = 52,
            Publish = [new PublishedPort(0, 80), new PublishedPort(80, 80), new PublishedPort(80, 81)],
            Environment = new Dictionary<string, string> { ["BAD-NAME"] = "x" },
            Labels = new Dictionary<string, string> { ["-bad"] = "x" },
        };

        var error = (await service.Spawn.StartAsync(request, "uid 0", null, Token)).Error;

        Assert.Equal(TenantErrors.SpecInvalid, error.Code);
        Assert.All((string[])["vcpus", "memory", "disk", "port is 52", "publish 0:80", "published twice", "variable", "label '-bad'"],
            word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task an_unknown_image_or_workload_is_refused_before_anything_is_done()
    {
        var service = new WorldService(new Durable());

        var image = await service.Spawn.StartAsync(new SpawnRequest { Name = "alice", Image = "nope" }, "uid 0", null, Token);
        var workload = await service.Spawn.StartAsync(new SpawnRequest { Name = "alice", Workload = "nope" }, "uid 0", null, Token);

        Assert.Equal(ImageErrors.Unknown, image.Error.Code);
        Assert.Equal(WorkloadErrors.Unknown, workload.Error.Code);
        Assert.Empty(service.Durable.World.Acts);
    }

    private static async Task<Operation> SpawnAsync(WorldService service, string name) =>
        (await service.Spawn.StartAsync(new SpawnRequest { Name = name }, "uid 0", null, Token)).Value;
}
