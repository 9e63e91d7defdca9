using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Upgrades;
using Lobsterd.Engine.Why;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>Trying what a sleeper sleeps as, without waking it.</summary>
public sealed class VerifyCommandTests
{
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_whole_state_is_loaded_once_and_nothing_is_left_of_it()
    {
        var service = await AsleepAsync();
        var asleep = service.Durable.World.Things;

        await VerifyAsync(service);

        Assert.Equal((ProofOutcome.Loaded, null), (ProofOf(service)!.Outcome, ProofOf(service)!.Why));
        Assert.Single(service.Durable.World.Acts, act => act == "vm.restore");
        Assert.DoesNotContain("vm.resume", service.Durable.World.Acts);
        Assert.Equal(asleep, service.Durable.World.Things);
        Assert.False(service.Durable.Sleep.Of(TenantOf(service).Id)!.IsBegun);
        Assert.Contains((WhyTopic.Slept, "sleep.verified"), await FactsAsync(service));
    }

    [Fact]
    public async Task a_damaged_state_is_found_and_never_loaded()
    {
        var service = await AsleepAsync();
        service.Durable.Sleep.IsDamaged = true;

        await VerifyAsync(service);

        Assert.Equal(ProofOutcome.Failed, ProofOf(service)!.Outcome);
        Assert.DoesNotContain("vm.restore", service.Durable.World.Acts);
        Assert.Contains((WhyTopic.Broke, "sleep.unusable"), await FactsAsync(service));
        var verdict = Assert.Single(await new UpgradePlanner(service.Registry, service.Durable.Sleep, service.Hypervisors, new("/")).PlanAsync(_ => true, Stop));
        Assert.False(verdict.WouldResume);
    }

    [Fact]
    public async Task a_base_that_is_another_one_is_found_and_never_loaded_over()
    {
        var service = await AsleepAsync();
        service.Durable.World.Failing = "vm.base";

        await VerifyAsync(service);

        Assert.Equal(ProofOutcome.Failed, ProofOf(service)!.Outcome);
        Assert.DoesNotContain("vm.restore", service.Durable.World.Acts);
    }

    [Fact]
    public async Task under_the_reserve_of_memory_a_state_is_checked_and_not_loaded()
    {
        var service = await AsleepAsync();
        service.Host.Capacity = new HostCapacity(300L << 20, 100L << 30, 200L << 30);

        await VerifyAsync(service);

        Assert.Equal(ProofOutcome.Checked, ProofOf(service)!.Outcome);
        Assert.Contains("reserve", ProofOf(service)!.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("vm.restore", service.Durable.World.Acts);
    }

    [Theory]
    [InlineData("disk.ensure")]
    [InlineData("network.attach")]
    [InlineData("vm.restore")]
    public async Task what_the_host_could_not_do_says_nothing_of_the_state(string act)
    {
        var service = await AsleepAsync();
        var asleep = service.Durable.World.Things;
        service.Durable.World.Failing = act;

        await VerifyAsync(service);

        service.Durable.World.Failing = null;
        Assert.Equal(ProofOutcome.Checked, ProofOf(service)!.Outcome);
        Assert.Equal(asleep, service.Durable.World.Things);
    }

    [Fact]
    public async Task a_state_of_another_machine_is_whole_and_not_loaded()
    {
        var service = await AsleepAsync();
        service.Hypervisor.Misfit = true;

        await VerifyAsync(service);

        Assert.Equal(ProofOutcome.Checked, ProofOf(service)!.Outcome);
    }

    [Fact]
    public async Task a_wake_does_not_wait_for_a_trial_which_gives_way_and_leaves_nothing()
    {
        var service = await AsleepAsync();
        var (begun, awake) = (new TaskCompletionSource(), new TaskCompletionSource());
        service.Hypervisor.Restoring = async cancellationToken =>
        {
            begun.SetResult();
            service.Hypervisor.Restoring = _ => Task.CompletedTask;
            await awake.Task;
            cancellationToken.ThrowIfCancellationRequested();
        };
        var trial = service.Sleep.Verify.Start(Alice, givesWayToAll: false).Value;
        await begun.Task.WaitAsync(Stop);

        Assert.True((await service.Sleep.Resume.Start("alice", null, "uid 0", null).Value.Ended.WaitAsync(Stop)).IsSuccess);
        Assert.False(trial.Ended.IsCompleted);
        awake.SetResult();
        Assert.True((await trial.Ended.WaitAsync(Stop)).IsSuccess);

        Assert.Equal((ObservedState.Running, null), (TenantOf(service).Observed, TenantOf(service).Proof));
        Assert.DoesNotContain(service.Durable.World.Things, thing => thing.StartsWith(TemplateBuilder.Name.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_proof_is_of_one_sleep()
    {
        var service = await AsleepAsync();
        await VerifyAsync(service);

        _ = await service.Sleep.Resume.Start("alice", null, "uid 0", null).Value.Ended.WaitAsync(Stop);
        Assert.Null(TenantOf(service).Proof);
        await SuspendAsync(service);
        Assert.Null(TenantOf(service).Proof);
    }

    [Fact]
    public async Task killed_after_any_write_a_trial_leaves_nothing_and_a_sleeper_that_wakes()
    {
        for (var point = 1; ; point++)
        {
            var durable = new Durable();
            var first = await AsleepAsync(durable);
            var asleep = durable.World.Things;
            durable.Journals.WritesUntilKilled = point;
            _ = await first.Sleep.Verify.Start(Alice, givesWayToAll: false).Value.Ended.WaitAsync(Stop);
            var isKilled = durable.Journals.WritesUntilKilled <= 0;
            durable.Journals.WritesUntilKilled = int.MaxValue;
            if (!isKilled)
            {
                TestContext.Current.TestOutputHelper!.WriteLine($"trial: {point - 1} points");
                Assert.True(point > 8);
                return;
            }

            var second = new WorldService(durable);
            await second.StartAsync(Stop);

            Assert.Equal(0, durable.Journals.Count);
            Assert.Equal(asleep, durable.World.Things);
            Assert.True((await second.Sleep.Resume.Start("alice", null, "uid 0", null).Value.Ended.WaitAsync(Stop)).IsSuccess);
            Assert.Equal(ObservedState.Running, TenantOf(second).Observed);
        }
    }

    private static async Task<WorldService> AsleepAsync(Durable? durable = null)
    {
        var service = new WorldService(durable ?? new Durable());
        service.Hypervisor.Stats = () => new VmStats(TimeSpan.Zero, null, 0, IsPaused: true, []);
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = "alice" }, "uid 0", null, Stop)).Value.Ended).IsSuccess);
        await SuspendAsync(service);
        return service;
    }

    private static async Task SuspendAsync(WorldService service) =>
        Assert.True((await service.Sleep.Suspend.Start(new SuspendRequest("alice", Force: false, Why: null), "uid 0", null).Value.Ended).IsSuccess);

    private static async Task VerifyAsync(WorldService service)
    {
        Result<object, LobsterError> ended = await service.Sleep.Verify.Start(Alice, givesWayToAll: true).Value.Ended.WaitAsync(Stop);
        Assert.True(ended.IsSuccess, ended.IsFailure ? ended.Error.FullMessage : "");
    }

    private static Tenant TenantOf(WorldService service) => service.Registry.Current.Tenants[Alice];

    private static SleepProof? ProofOf(WorldService service) => service.Durable.File.Saved.Tenants[Alice].Proof;

    private static async Task<List<(WhyTopic Topic, string Kind)>> FactsAsync(WorldService service) =>
        [.. (await service.Events.LastOfAsync("alice", _ => true, 50, Stop)).Select(WhyFact.Of).OfType<WhyFact>().Select(fact => (fact.Topic, fact.Event.Kind))];
}
