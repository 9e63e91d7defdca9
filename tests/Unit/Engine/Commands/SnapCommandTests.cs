using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

public sealed class SnapCommandTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_guest_is_held_still_for_the_copy_alone()
    {
        var service = await WithAliceAsync();

        var snap = await TakeAsync(service, new SnapRequest("alice") { Label = "first" });

        Assert.Equal(
            ["snap.prepare", "agent.sync", "agent.freeze", "snap.copy", "agent.thaw", "snap.seal"],
            service.Durable.World.Acts.Where(act => act.StartsWith("snap.", StringComparison.Ordinal) || act is "agent.sync" or "agent.freeze" or "agent.thaw").Distinct());
        Assert.Equal(("first", SnapCause.Request, WorldHost.Minimal.Hash), (snap.Label, snap.Cause, snap.Image));
        Assert.False(service.Durable.World.Has("alice frozen"));
    }

    [Fact]
    public async Task a_copy_counts_only_where_the_guest_was_still_held_at_its_end()
    {
        var service = await WithAliceAsync();
        service.Agents.ThawsItself = true;

        var ended = await service.Snaps.Start(new SnapRequest("alice"), "uid 0", null).Value.Ended;

        Assert.Equal(SnapErrors.FreezeExceeded, ended.Error.Code);
        Assert.Contains("--stop", ended.Error.NearestHint, StringComparison.Ordinal);
        Assert.Equal(0, service.Durable.Snaps.Count);
        Assert.DoesNotContain(service.Durable.World.Things, thing => thing.Contains("snap", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_copy_that_takes_too_long_is_given_up_and_the_guest_goes_on()
    {
        var service = await WithAliceAsync();
        service.Durable.Snaps.IsSlow = true;

        var ended = await service.Snaps.Start(new SnapRequest("alice"), "uid 0", null).Value.Ended.WaitAsync(Stop);

        Assert.Equal(SnapErrors.FreezeExceeded, ended.Error.Code);
        Assert.False(service.Durable.World.Has("alice frozen"));
        Assert.Equal(ObservedState.Running, AliceOf(service).Observed);
    }

    [Fact]
    public async Task with_stop_the_vm_is_gone_for_the_copy_and_there_again_behind_it()
    {
        var service = await WithAliceAsync();

        _ = await TakeAsync(service, new SnapRequest("alice") { MayStop = true });

        var acts = service.Durable.World.Acts;
        Assert.DoesNotContain("agent.freeze", acts);
        Assert.True(acts.ToList().LastIndexOf("vm.kill") < acts.ToList().IndexOf("snap.copy") && acts.ToList().IndexOf("snap.copy") < acts.ToList().LastIndexOf("vm.boot"));
        Assert.Equal(ObservedState.Running, AliceOf(service).Observed);
        Assert.True(service.Durable.World.Has("alice route"));
    }

    [Fact]
    public async Task a_label_is_given_once_and_has_a_form()
    {
        var service = await WithAliceAsync();
        _ = await TakeAsync(service, new SnapRequest("alice") { Label = "first" });

        Assert.Equal(SnapErrors.LabelTaken, service.Snaps.Start(new SnapRequest("alice") { Label = "first" }, "uid 0", null).Error.Code);
        foreach (var bad in (string[])["", "../up", "Upper", "0123456789ab", new string('a', 64), "a\n"])
            Assert.Equal(SnapErrors.LabelInvalid, service.Snaps.Start(new SnapRequest("alice") { Label = bad }, "uid 0", null).Error.Code);
        Assert.Equal(TenantErrors.Unknown, service.Snaps.Start(new SnapRequest("bob"), "uid 0", null).Error.Code);
    }

    [Fact]
    public async Task the_oldest_without_a_label_go_when_there_are_too_many()
    {
        var service = await WithAliceAsync();
        var named = await TakeAsync(service, new SnapRequest("alice") { Label = "stays" });
        var taken = new List<Snap>();
        for (var count = 0; count < 5; count++) taken.Add(await TakeAsync(service, new SnapRequest("alice")));

        Assert.Equal(taken[2..].Append(named).Select(snap => snap.Id.Value).Order(StringComparer.Ordinal), service.Durable.Snaps.List().Value.Select(snap => snap.Id.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task an_eviction_removes_them_unless_they_are_to_be_kept()
    {
        var service = await WithAliceAsync();
        _ = await TakeAsync(service, new SnapRequest("alice") { Label = "first" });
        Assert.True((await service.Evict.Start("alice", isGraceful: false, "uid 0", null).Value.Ended).IsSuccess);
        Assert.Equal(0, service.Durable.Snaps.Count);

        await SpawnAsync(service, new SpawnRequest { Name = "alice" });
        _ = await TakeAsync(service, new SnapRequest("alice") { Label = "second" });
        Assert.True((await service.Evict.Start("alice", isGraceful: false, "uid 0", null, keepsSnaps: true).Value.Ended).IsSuccess);
        Assert.Equal(1, service.Durable.Snaps.Count);
        await SpawnAsync(service, new SpawnRequest { Name = "bob", From = "alice@second" });
    }

    [Fact]
    public async Task a_tenant_is_made_of_a_snap_with_secrets_of_its_own()
    {
        var service = await WithAliceAsync();
        var snap = await TakeAsync(service, new SnapRequest("alice") { Label = "first" });

        await SpawnAsync(service, new SpawnRequest { Name = "bob", From = "alice@first" });

        var bob = service.Registry.Current.Tenants[TenantName.Parse("bob").Value];
        Assert.Equal((snap.Image, snap.DiskBytes), (bob.Image, bob.DiskBytes));
        Assert.NotEqual(AliceOf(service).AgentToken, bob.AgentToken);
        foreach (var (from, code) in new[] { ("alice", SnapErrors.NameInvalid), ("alice@none", SnapErrors.Unknown), ("carol@first", TenantErrors.Unknown) })
            Assert.Equal(code, (await service.Spawn.StartAsync(new SpawnRequest { Name = "dave", From = from }, "uid 0", null, Stop)).Error.Code);
    }

    [Fact]
    public async Task a_restore_replaces_the_disk_while_no_vm_uses_it_and_keeps_the_old_one_where_wanted()
    {
        var service = await WithAliceAsync();
        _ = await TakeAsync(service, new SnapRequest("alice") { Label = "first" });

        var ended = await service.Restore.Start("alice", "first", keeps: true, "uid 0", null).Value.Ended;

        Assert.True(ended.IsSuccess, ended.IsFailure ? ended.Error.FullMessage : "");
        Assert.Equal(ObservedState.Running, AliceOf(service).Observed);
        Assert.True(service.Durable.World.Has("alice restored disk"));
        Assert.False(service.Durable.World.Has("alice replaced disk"));
        Assert.Contains(service.Durable.Snaps.List().Value, snap => snap.Cause == SnapCause.Restore);
    }

    [Fact]
    public async Task a_restore_whose_vm_does_not_start_puts_the_old_disk_back()
    {
        var service = await WithAliceAsync();
        _ = await TakeAsync(service, new SnapRequest("alice") { Label = "first" });
        service.Durable.World.Failing = "vm.boot";

        var ended = await service.Restore.Start("alice", "first", keeps: true, "uid 0", null).Value.Ended;

        Assert.Equal(World.Refused, ended.Error.Code);
        Assert.False(service.Durable.World.Has("alice restored disk"));
        Assert.Equal(1, service.Durable.Snaps.Count);
        Assert.Equal((ObservedState.Failed, null), (AliceOf(service).Observed, AliceOf(service).Vm));
    }

    private static async Task<WorldService> WithAliceAsync()
    {
        var service = new WorldService(new Durable());
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "uid 0", null).Value.Ended).IsSuccess);
        await SpawnAsync(service, new SpawnRequest { Name = "alice" });
        return service;
    }

    private static async Task SpawnAsync(WorldService service, SpawnRequest request) =>
        Assert.True((await (await service.Spawn.StartAsync(request, "uid 0", null, Stop)).Value.Ended).IsSuccess);

    private static async Task<Snap> TakeAsync(WorldService service, SnapRequest request)
    {
        var ended = await service.Snaps.Start(request, "uid 0", null).Value.Ended;
        Assert.True(ended.IsSuccess, ended.IsFailure ? ended.Error.FullMessage : "");
        return Assert.IsType<Snap>(ended.Value);
    }

    private static Tenant AliceOf(WorldService service) => service.Registry.Current.Tenants[TenantName.Parse("alice").Value];
}
