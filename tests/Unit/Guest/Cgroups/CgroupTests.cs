using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Cgroups;
using Lobsterd.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Cgroups;

/// <summary>What is written where, in a folder that stands for the tree; that the kernel does it, the tests of the host's tier show.</summary>
public sealed class CgroupTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public CgroupTests() => File.WriteAllText(scratch["cgroup.procs"], "");

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void a_spawn_is_within_the_group_and_we_are_back_in_the_root_after_it()
    {
        var group = Taken("exec-1");
        var seen = group.Within(() => Result.Success<string, LobsterError>(File.ReadAllText(scratch["exec-1/cgroup.procs"])));
        group.Kill();

        Assert.Equal("0", seen.Value);
        Assert.Equal(("0", "1"), (File.ReadAllText(scratch["cgroup.procs"]), File.ReadAllText(scratch["exec-1/cgroup.kill"])));
        Assert.False(group.TryRemove());
    }

    [Fact]
    public void an_empty_group_is_removed_and_one_that_cannot_be_entered_spawns_nothing()
    {
        var group = new UnifiedTree(scratch.Path).Take("exec-1").Value!;
        Assert.True(group.TryRemove() && group.TryRemove());

        Assert.Equal(CgroupErrors.Refused, group.Within<int>(() => throw new InvalidOperationException("spawned")).Error.Code);
    }

    [Fact]
    public async Task the_end_of_a_group_is_when_its_last_process_is_gone()
    {
        var group = Taken("workload");
        File.WriteAllText(scratch["workload/cgroup.events"], "populated 1\nfrozen 0\n");
        var empty = group.WaitEmptyAsync(TimeProvider.System);
        Assert.False(empty.IsCompleted);

        File.WriteAllText(scratch["workload/cgroup.events"], "populated 0\nfrozen 0\n");
        await empty.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task a_group_that_does_not_empty_is_not_waited_for_for_ever()
    {
        var clock = new FakeTimeProvider();
        var group = Taken("workload");
        File.WriteAllText(scratch["workload/cgroup.events"], "populated 1\n");
        var empty = group.WaitEmptyAsync(clock);
        Assert.False(empty.IsCompleted);

        clock.Advance(Cgroup.Patience);
        await empty.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void a_tree_that_is_not_there_refuses_and_no_tree_gives_no_group()
    {
        File.WriteAllText(scratch["file"], "");

        Assert.Equal(CgroupErrors.Refused, new UnifiedTree(scratch["file"]).Take("a").Error.Code);
        Assert.Null(new NoTree().Take("a").Value);
    }

    [Fact]
    public async Task a_group_is_frozen_once_the_kernel_says_so_and_thaws_at_once()
    {
        var group = Taken("workload");
        _ = Taken("exec-1");
        File.WriteAllText(scratch["workload/cgroup.events"], "populated 1\nfrozen 0\n");
        var frozen = group.FreezeAsync(TimeProvider.System);
        Assert.False(frozen.IsCompleted);
        Assert.Equal("1", File.ReadAllText(scratch["workload/cgroup.freeze"]));

        File.WriteAllText(scratch["workload/cgroup.events"], "populated 1\nfrozen 1\n");
        Assert.True((await frozen.WaitAsync(TestContext.Current.CancellationToken)).IsSuccess);
        group.Thaw();

        // One descriptor for both: to the kernel each write is a word of its own, and this file keeps them side by side.
        Assert.Equal("10", File.ReadAllText(scratch["workload/cgroup.freeze"]));
        Assert.Equal(2, new UnifiedTree(scratch.Path).All().Count);
    }

    [Fact]
    public async Task a_group_that_does_not_freeze_is_told_of()
    {
        var clock = new FakeTimeProvider();
        var group = Taken("workload");
        File.WriteAllText(scratch["workload/cgroup.events"], "populated 1\nfrozen 0\n");
        var frozen = group.FreezeAsync(clock);
        Assert.False(frozen.IsCompleted);

        clock.Advance(Cgroup.Patience);
        Assert.Equal(CgroupErrors.Refused, (await frozen.WaitAsync(TestContext.Current.CancellationToken)).Error.Code);
    }

    // With the files that the kernel makes in each.
    private Cgroup Taken(string name)
    {
        var group = new UnifiedTree(scratch.Path).Take(name).Value!;
        foreach (var file in (string[])["cgroup.procs", "cgroup.kill", "cgroup.freeze"]) File.WriteAllText(scratch[$"{name}/{file}"], "");
        return group;
    }
}
