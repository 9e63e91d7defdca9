using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>A guest that wants no processor while it should boot is booted anew; one that wants it and does not get it is waited for.</summary>
public sealed class StillBootTests : IDisposable
{
    private static readonly VmOwner Owner = new(Guid.NewGuid(), TenantName.Parse("alice").Value, new Slot(3));

    private readonly FakeTimeProvider clock = new();
    private readonly World world = new();
    private readonly WorldHypervisor driver;
    private readonly WorldAgents agents;
    private readonly EventBook events;
    private readonly BootGate gate = new(new HypervisorConfig { BootsAtOnce = 1, BootTimeoutMs = 60_000 });
    private readonly AgentStep step;
    private int asked;

    public StillBootTests()
    {
        (driver, agents, events) = (new WorldHypervisor(world), new WorldAgents(world, clock) { IsSilent = true }, new EventBook(clock));
        var facts = Result.Failure<HypervisorFacts, LobsterError>(new LobsterError(VmErrors.NoHypervisor, "not asked for"));
        step = new AgentStep(agents, new HypervisorSet(facts, _ => new VmSize(1, 256), [driver]), gate, events, clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Boots => world.Acts.Count(act => act == "vm.boot");

    [Fact]
    public async Task a_guest_that_stands_still_is_booted_anew_and_its_new_vmm_is_the_steps_output()
    {
        TellsWork(perQuestion: TimeSpan.FromMilliseconds(5), waited: TimeSpan.Zero);
        var waiting = await BeginAsync();
        await PassAsync(5);
        Assert.Equal(1, Boots);
        await PassAsync(1);
        await UntilAsync(() => Boots == 2);
        Assert.Equal(["vm.boot", "vm.kill", "vm.boot"], world.Acts.Where(act => act is "vm.boot" or "vm.kill"));

        agents.Answer();

        Assert.Equal(WorldHypervisor.ProcessOf(Owner), (await waiting).Value);
        await foreach (var told in events.ListenAsync(0, Token))
        {
            Assert.Equal("vm.stood-still", told.Kind);
            break;
        }
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(5, 900)]
    public async Task a_guest_that_works_or_waits_for_a_processor_is_waited_for(int worked, int waited)
    {
        TellsWork(TimeSpan.FromMilliseconds(worked), TimeSpan.FromMilliseconds(waited));
        var waiting = await BeginAsync();
        await PassAsync(30);
        agents.Answer();

        Assert.True((await waiting).IsSuccess);
        Assert.Equal(1, Boots);
    }

    [Fact]
    public async Task a_guest_of_a_kernel_that_does_not_count_is_waited_for()
    {
        driver.Stats = () => Count(new VmStats(TimeSpan.Zero, null, 0, IsPaused: false, []));
        var waiting = await BeginAsync();
        await PassAsync(30);
        agents.Answer();

        Assert.True((await waiting).IsSuccess);
        Assert.Equal(1, Boots);
    }

    [Fact]
    public async Task guests_that_all_stand_still_end_with_the_bound_and_give_their_turn_on()
    {
        TellsWork(TimeSpan.Zero, TimeSpan.Zero);
        var waiting = await BeginAsync();
        for (var boot = 2; boot <= 4; boot++)
        {
            await PassAsync(6);
            await UntilAsync(() => Boots == boot);
        }

        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(AgentErrors.Unreachable, (await waiting).Error.Code);
        Assert.Equal(4, Boots);
        await gate.EnterAsync(Guid.NewGuid(), Token);
    }

    public void Dispose() => gate.Dispose();

    private async Task<Task<Result<VmProcess, LobsterError>>> BeginAsync()
    {
        var boot = new BootVmInput { Owner = Owner, Size = new VmSize(1, 256), Image = "", OverlayPath = "" };
        var process = (await driver.BootAsync(boot, Token)).Value;
        return step.DoAsync(new AgentInput(new VmInput(HypervisorName.Qemu, boot), process), Token);
    }

    private void TellsWork(TimeSpan perQuestion, TimeSpan waited) =>
        driver.Stats = () => Count(new VmStats(asked * perQuestion, asked * waited, 0, IsPaused: false, []));

    private VmStats Count(VmStats stats)
    {
        _ = Interlocked.Increment(ref asked);
        return stats;
    }

    // Second by second, each only when the one before it was looked at.
    private async Task PassAsync(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            var before = Volatile.Read(ref asked);
            clock.Advance(TimeSpan.FromSeconds(1));
            await UntilAsync(() => Volatile.Read(ref asked) > before);
        }
    }

    private static async Task UntilAsync(Func<bool> holds) => Assert.True(await Eventually.HoldsAsync(holds, Token));
}
