using Lobsterd.Domain.Config;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Wake;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Wake;

/// <summary>When sleepers are tried, and in which order.</summary>
public sealed class VerifyDeskTests
{
    private static readonly TimeSpan After = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private readonly WorldService service = new(new Durable());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task sleepers_are_tried_one_at_a_look_and_not_before_their_time()
    {
        var desk = await NewAsync("alice", "bob");
        clock.Advance(After / 2);
        Assert.InRange(await desk.LookAsync(Stop), TimeSpan.FromSeconds(1), After);
        Assert.Equal(0, Tried());

        clock.Advance(After);
        _ = await desk.LookAsync(Stop);
        Assert.Equal(1, Tried());
        _ = await desk.LookAsync(Stop);
        Assert.Equal(2, Tried());
        Assert.Equal(TimeSpan.Zero, await desk.LookAsync(Stop));
        Assert.Equal(2, service.Durable.World.Acts.Count(act => act == "vm.restore"));
    }

    [Fact]
    public async Task a_trial_waits_for_what_is_under_way_but_not_for_ever()
    {
        var desk = await NewAsync("alice");
        clock.Advance(After + After);
        var busy = new TaskCompletionSource();
        _ = service.Operations.Start(new OperationRequest("test", null, "test", "test", null), async (_, _) =>
        {
            await busy.Task;
            return new object();
        });

        _ = await desk.LookAsync(Stop);
        Assert.Equal(0, Tried());

        clock.Advance(VerifyDesk.Patience);
        _ = await desk.LookAsync(Stop);
        Assert.Equal(1, Tried());
        busy.SetResult();
    }

    private async Task<VerifyDesk> NewAsync(params string[] names)
    {
        service.Hypervisor.Stats = () => new VmStats(TimeSpan.Zero, null, 0, IsPaused: true, []);
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        foreach (var name in names)
        {
            Assert.True((await (await service.Spawn.StartAsync(new SpawnRequest { Name = name }, "uid 0", null, Stop)).Value.Ended).IsSuccess);
            Assert.True((await service.Sleep.Suspend.Start(new SuspendRequest(name, Force: false, Why: null), "uid 0", null).Value.Ended).IsSuccess);
        }

        return new VerifyDesk(
            service.Registry, service.Durable.Sleep, service.Sleep.Verify, service.Operations, new WakeConfig { VerifyAfterMs = (int)After.TotalMilliseconds }, clock);
    }

    private int Tried() => service.Registry.Current.Tenants.Values.Count((Tenant tenant) => tenant.Proof is not null);
}
