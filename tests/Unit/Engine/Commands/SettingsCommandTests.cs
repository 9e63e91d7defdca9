using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Admission;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Settings;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

/// <summary>What a tenant was spawned with becomes otherwise, on a world of names.</summary>
public sealed class SettingsCommandTests
{
    [Fact]
    public async Task labels_mode_and_idle_time_are_in_force_at_once_and_touch_no_vm()
    {
        var (durable, service) = await SpawnedAsync();
        var acts = durable.World.Acts.Count;

        var changed = await SetAsync(service, new() { Mode = "auto", IdleAfterMs = 60_000, Labels = new Dictionary<string, string> { ["team"] = "shop", ["stage"] = "live" } });

        Assert.Null(changed);
        Assert.Equal((TenantMode.Auto, 60_000L), (Alice(service).Mode, Alice(service).IdleAfterMs!.Value));
        Assert.Equal(["stage=live", "team=shop"], LabelsOf(service));
        Assert.Equal(acts, durable.World.Acts.Count);

        Assert.Null(await SetAsync(service, new() { IdleAfterMs = 0, Labels = new Dictionary<string, string> { ["stage"] = "trial" }, Unlabelled = ["team", "nothing"] }));
        Assert.Equal(["stage=trial"], LabelsOf(service));
        Assert.Null(Alice(service).IdleAfterMs);
        Assert.Equal(TenantMode.Auto, Alice(service).Mode);
    }

    [Fact]
    public async Task memory_of_one_that_runs_wants_a_restart_and_nothing_is_changed_without_it()
    {
        var (durable, service) = await SpawnedAsync();
        var before = Alice(service);
        var acts = durable.World.Acts.Count;

        var refused = await SetAsync(service, new() { MemoryMib = 512, Labels = new Dictionary<string, string> { ["a"] = "b" } });

        Assert.Equal(TenantErrors.NeedsRestart, refused);
        Assert.Equal((before.Size, 0, acts), (Alice(service).Size, Alice(service).Labels.Count, durable.World.Acts.Count));
    }

    [Fact]
    public async Task with_leave_to_restart_it_runs_with_its_new_size()
    {
        var (durable, service) = await SpawnedAsync();
        var before = Alice(service);

        Assert.Null(await SetAsync(service, new() { MemoryMib = 512, Vcpus = 2, MayRestart = true }));

        Assert.Equal((new VmSize(2, 512), ObservedState.Running, before.Id), (Alice(service).Size, Alice(service).Observed, Alice(service).Id));
        Assert.Contains("agent.shutdown", durable.World.Acts);
        Assert.Equal(2, durable.World.Acts.Count(act => act == "vm.boot"));
    }

    [Fact]
    public async Task what_is_so_already_is_not_restarted_for()
    {
        var (durable, service) = await SpawnedAsync();
        var acts = durable.World.Acts.Count;

        Assert.Null(await SetAsync(service, new() { MemoryMib = Alice(service).Size.MemoryMib, MayRestart = true }));

        Assert.Equal(acts, durable.World.Acts.Count);
    }

    [Fact]
    public async Task a_stopped_one_gets_its_size_at_its_next_start()
    {
        var (_, service) = await SpawnedAsync();
        Assert.True((await service.Power.Start(PowerAct.Stop, "alice", "tester", key: null).Value.Ended).IsSuccess);

        Assert.Null(await SetAsync(service, new() { MemoryMib = 512 }));

        Assert.Equal((512, ObservedState.Stopped), (Alice(service).Size.MemoryMib, Alice(service).Observed));
        Assert.True((await service.Power.Start(PowerAct.Start, "alice", "tester", key: null).Value.Ended).IsSuccess);
        Assert.Equal(512, Alice(service).Size.MemoryMib);
    }

    [Fact]
    public async Task more_memory_than_the_host_has_is_refused_before_anything_stops()
    {
        var (durable, service) = await SpawnedAsync();

        Assert.Equal(AdmissionErrors.MemoryExhausted, await SetAsync(service, new() { MemoryMib = 1_048_576, MayRestart = true }));

        Assert.Equal((ObservedState.Running, 256), (Alice(service).Observed, Alice(service).Size.MemoryMib));
        Assert.DoesNotContain("agent.shutdown", durable.World.Acts);
    }

    public static TheoryData<SettingsChange> Senseless =>
    [
        new SettingsChange { Mode = "lazy" }, new SettingsChange { IdleAfterMs = 999 }, new SettingsChange { IdleAfterMs = -1 }, new SettingsChange { IdleAfterMs = long.MaxValue }, new SettingsChange { Vcpus = 0 }, new SettingsChange { Vcpus = 33 },
        new SettingsChange { MemoryMib = 63 }, new SettingsChange { Labels = new Dictionary<string, string> { ["Team"] = "x" } }, new SettingsChange { Labels = new Dictionary<string, string> { [""] = "x" } },
        new SettingsChange { Labels = new Dictionary<string, string> { ["a"] = "two\nlines" } }, new SettingsChange { Labels = new Dictionary<string, string> { ["a"] = new('x', 257) } },
        new SettingsChange { SnapKeep = -1 }, new SettingsChange { SnapKeep = 100_001 },
        new SettingsChange { Labels = Enumerable.Range(0, 33).ToDictionary(number => $"k{number}", _ => "v") },
    ];

    [Theory]
    [MemberData(nameof(Senseless))]
    public async Task what_is_outside_its_range_is_refused_whole(SettingsChange change)
    {
        var (_, service) = await SpawnedAsync();
        var before = Alice(service);

        Assert.Equal(TenantErrors.SpecInvalid, service.Settings.Start("alice", change, "tester", key: null).Error.Code);
        Assert.Equal(before, Alice(service));
    }

    [Theory]
    [InlineData("")]
    [InlineData("6")]
    [InlineData("30s")]
    [InlineData("at 2030-01-31T12:00:00Z")]
    [InlineData("Mars/Olympus 30 3 * * *")]
    [InlineData("61 * * * *")]
    public async Task times_of_snaps_that_are_none_are_refused_whole(string text)
    {
        var (_, service) = await SpawnedAsync();
        var before = Alice(service);

        var refused = service.Settings.Start("alice", new() { SnapEvery = text, SnapKeep = 5 }, "tester", key: null).Error;

        Assert.Equal(ScheduleErrors.TextInvalid, refused.Code);
        Assert.Contains("30 3 * * *", refused.Hint, StringComparison.Ordinal);
        Assert.Equal(before, Alice(service));
    }

    [Fact]
    public async Task a_rule_for_snaps_is_set_and_taken_back_in_parts()
    {
        var (_, service) = await SpawnedAsync();

        Assert.Null(await SetAsync(service, new() { SnapEvery = " UTC  30 3 * * * ", SnapKeep = 28 }));
        Assert.Equal(new SnapRule("UTC 30 3 * * *", 28), Alice(service).Snaps);
        Assert.Equal("at UTC 30 3 * * *, 28 kept", Alice(service).Snaps.Words);

        Assert.Null(await SetAsync(service, new() { SnapEvery = "6h" }));
        Assert.Equal("every 6h, 28 kept", Alice(service).Snaps.Words);

        Assert.Null(await SetAsync(service, new() { SnapKeep = 0 }));
        Assert.Equal("every 6h, as many as configured kept", Alice(service).Snaps.Words);

        Assert.Null(await SetAsync(service, new() { SnapEvery = "never" }));
        Assert.Equal(SnapRule.None, Alice(service).Snaps);
    }

    [Fact]
    public void nobody_s_settings_cannot_be_changed() =>
        Assert.Equal(TenantErrors.Unknown, new WorldService(new Durable()).Settings.Start("bob", new() { Mode = "auto" }, "tester", key: null).Error.Code);

    private static async Task<ErrorCode?> SetAsync(WorldService service, SettingsChange change) =>
        (await service.Settings.Start("alice", change, "tester", key: null).Value.Ended).TryGetError(out var error) ? error.Code : null;

    private static Tenant Alice(WorldService service) => service.Registry.Current.Tenants[TenantName.Parse("alice").Value];

    private static IEnumerable<string> LabelsOf(WorldService service) => Alice(service).Labels.Select(label => $"{label.Key}={label.Value}");

    private static async Task<(Durable Durable, WorldService Service)> SpawnedAsync()
    {
        var durable = new Durable();
        var service = new WorldService(durable);
        Assert.True((await service.Setup.StartInit(new InitRequest(null), "tester", null).Value.Ended).IsSuccess);
        var spawned = await service.Spawn.StartAsync(new SpawnRequest { Name = "alice" }, "tester", null, TestContext.Current.CancellationToken);
        Assert.True((await spawned.Value.Ended).IsSuccess);
        return (durable, service);
    }
}
