using System.Security.Cryptography;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Commands.Templates;
using Lobsterd.Engine.Operations;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

public sealed class TemplateCommandsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_spawn_that_misses_its_template_boots_and_the_next_one_is_restored()
    {
        var service = await NewAsync();
        await SpawnAsync(service, "alice");
        await SettleAsync(service);
        Assert.Equal(1, service.Durable.Templates.Count);

        await SpawnAsync(service, "bob");

        Assert.Equal(2, service.Durable.World.Acts.Count(act => act == "vm.boot"));
        Assert.Equal(1, service.Durable.World.Acts.Count(act => act == "vm.restore"));
        Assert.DoesNotContain(service.Durable.World.Things, thing => thing.StartsWith(TemplateBuilder.Name.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task fifty_that_ask_at_once_get_one_template()
    {
        var service = await NewAsync();
        var asked = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => BuildAsync(service)));

        Assert.All(asked, operation => Assert.Equal(OperationState.Succeeded, operation.State));
        Assert.Equal(1, service.Durable.World.Acts.Count(act => act == "vm.snapshot"));
    }

    [Fact]
    public async Task a_template_that_cannot_be_restored_is_dropped_and_the_spawn_boots()
    {
        var service = await NewAsync();
        _ = await BuildAsync(service);
        service.Durable.Hypervisor.Misfit = true;

        await SpawnAsync(service, "alice");

        Assert.Equal(0, service.Durable.Templates.Count);
        Assert.Contains("alice vm", service.Durable.World.Things);
    }

    [Theory]
    [InlineData("workload.prepare")]
    [InlineData("vm.snapshot")]
    public async Task a_build_that_fails_leaves_nothing_and_is_not_tried_again_at_once(string act)
    {
        var service = await NewAsync();
        service.Durable.World.Failing = act;
        await SpawnAsync(service, "alice");
        await SettleAsync(service);
        await SpawnAsync(service, "bob");
        await SettleAsync(service);

        Assert.Equal(1, service.Durable.World.Acts.Count(done => done == act));
        Assert.Contains("alice vm", service.Durable.World.Things);
        Assert.Contains("bob vm", service.Durable.World.Things);
        Assert.Equal((0, 0), (service.Durable.Templates.Count, service.Durable.Templates.Begun.Count));
        Assert.DoesNotContain(service.Durable.World.Things, thing => thing.StartsWith(TemplateBuilder.Name.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task each_workload_that_waits_has_a_template_of_its_own_and_the_others_share_one()
    {
        var service = await NewAsync();
        var gateway = await MakeAsync(service);
        var openclaw = await MakeAsync(service, new TemplateBuildRequest { Workload = "openclaw", MemoryMib = gateway.Inputs.Size.MemoryMib });

        Assert.Equal(("gateway", null), (gateway.Inputs.Workload?.Name, openclaw.Inputs.Workload?.Name));
        Assert.NotEqual(gateway.Key, openclaw.Key);
        Assert.Equal(2, service.Durable.Templates.Count);
        Assert.Equal(1, service.Durable.World.Acts.Count(act => act == "workload.prepare"));
        var unknown = await service.Templates.StartBuildAsync(new TemplateBuildRequest { Workload = "nothing" }, "uid 0", null, Stop);
        Assert.Equal("workload.name.unknown", unknown.Error.Code.Name);

        await SpawnAsync(service, "alice");
        Assert.Equal(1, service.Durable.World.Acts.Count(act => act == "vm.restore"));
    }

    [Fact]
    public void every_word_of_what_waits_shapes_the_key_and_nothing_waiting_is_the_key_of_before()
    {
        var plain = new TemplateInputs("qemu", "image", "kernel", new VmSize(1, 256), 1 << 20);
        PreparedWorkload[] waiting =
        [
            new("bot", [], "bot"), new("bot", ["a"], "bot"), new("bot", ["a", "b"], "bot"), new("bot", ["a\n1 b"], "bot"), new("bot", ["ab"], "bot"), new("bo", ["a"], "tbot"), new("bot", ["a"], "tenant"),
        ];

        var keys = waiting.Select(workload => (plain with { Workload = workload }).Key).Append(plain.Key).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("1\nqemu\nimage\nkernel\n1\n256\n1048576\n"u8)), plain.Key);
    }

    [Fact]
    public async Task switched_off_nothing_is_made_and_a_build_is_refused()
    {
        var service = await NewAsync(HypervisorConfig.WithoutTemplates);
        await SpawnAsync(service, "alice");

        var refused = await service.Templates.StartBuildAsync(new TemplateBuildRequest(), "uid 0", null, Stop);

        Assert.Equal(TemplateErrors.SwitchedOff, refused.Error.Code);
        Assert.Equal(0, service.Durable.Templates.Count);
    }

    [Fact]
    public async Task nobody_gets_the_builders_name()
    {
        var service = await NewAsync();

        var refused = await service.Spawn.StartAsync(new SpawnRequest { Name = TemplateBuilder.Name.Value }, "uid 0", null, Stop);

        Assert.Equal("tenant.name.invalid", refused.Error.Code.Name);
    }

    [Fact]
    public async Task killed_after_any_write_a_build_is_undone_or_done()
    {
        for (var point = 1; ; point++)
        {
            var durable = new Durable();
            var first = await NewAsync(durable: durable);
            durable.Journals.WritesUntilKilled = point;
            var built = await BuildAsync(first);
            var isKilled = durable.Journals.WritesUntilKilled <= 0;
            durable.Journals.WritesUntilKilled = int.MaxValue;
            if (!isKilled)
            {
                Assert.Equal(OperationState.Succeeded, built.State);
                TestContext.Current.TestOutputHelper!.WriteLine($"template build: {point - 1} points");
                return;
            }

            var second = new WorldService(durable, HypervisorConfig.WithTemplates);
            await second.StartAsync(Stop);

            Assert.Equal(0, durable.Journals.Count);
            Assert.DoesNotContain(durable.World.Things, thing => thing.StartsWith(TemplateBuilder.Name.Value, StringComparison.Ordinal));
            Assert.Empty(durable.Templates.Begun);
        }
    }

    private static async Task<WorldService> NewAsync(string templates = HypervisorConfig.WithTemplates, Durable? durable = null)
    {
        var service = new WorldService(durable ?? new Durable(), templates);
        _ = await service.Setup.StartInit(new(null), "uid 0", null).Value.Ended;
        return service;
    }

    private static async Task SpawnAsync(WorldService service, string name)
    {
        var started = await service.Spawn.StartAsync(new SpawnRequest { Name = name }, "uid 0", null, Stop);
        Assert.True((await started.Value.Ended.WaitAsync(Stop)).IsSuccess);
    }

    private static async Task<Template> MakeAsync(WorldService service, TemplateBuildRequest? request = null) =>
        (Template)(await (await BuildAsync(service, request)).Ended.WaitAsync(Stop)).Value;

    private static async Task<Operation> BuildAsync(WorldService service, TemplateBuildRequest? request = null)
    {
        var operation = (await service.Templates.StartBuildAsync(request ?? new TemplateBuildRequest(), "uid 0", null, Stop)).Value;
        _ = await operation.Ended.WaitAsync(Stop);
        return operation;
    }

    private static async Task SettleAsync(WorldService service)
    {
        foreach (var operation in service.Operations.Running) _ = await operation.Ended.WaitAsync(Stop);
    }
}
