using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Linux.Cgroups;

public sealed class CgroupTests : IAsyncDisposable
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(20);

    private readonly CgroupTree tree = new(CgroupHierarchies.Find().Value, $"lobsterd-test-{Guid.NewGuid():n}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var member in tree.List())
            Assert.True((await tree.Find(member).KillAndRemoveAsync(TimeProvider.System, CancellationToken.None)).IsSuccess);
        Assert.True(tree.Remove().IsSuccess);
        Assert.Empty(tree.Folders());
    }

    [Fact]
    public void a_cgroup_says_which_limits_the_kernel_enforces()
    {
        Assert.Equal(["cpu", "memory", "pids"], tree.Ensure("a", new CgroupLimits(64 << 20, 20, 0.5)).Value.LimitsInForce);
        Assert.Equal(["pids"], tree.Ensure("b", new CgroupLimits(Pids: 20)).Value.LimitsInForce);
        Assert.Empty(tree.Ensure("b", new CgroupLimits()).Value.LimitsInForce);
        Assert.Equal(["a", "b"], tree.List());
    }

    [Fact]
    public async Task a_process_that_takes_too_much_memory_is_killed()
    {
        var cgroup = tree.Ensure("memory", new CgroupLimits(MemoryBytes: 32 << 20)).Value;

        using var hog = Spawner.Start(Shell(cgroup, "x=abcdefghijklmnop; while :; do x=$x$x; done")).Value;

        Assert.Equal(Signals.Kill, (await hog.WaitForExitAsync(Token).WaitAsync(Ceiling, Token)).Signal);
        Assert.Equal(1, cgroup.Usage().OutOfMemoryKills);
    }

    [Fact]
    public async Task a_process_that_forks_too_often_is_refused()
    {
        var cgroup = tree.Ensure("pids", new CgroupLimits(Pids: 5)).Value;

        using var forker = Spawner.Start(Shell(cgroup, "for n in 1 2 3 4 5 6 7 8; do sleep 100 & done")).Value;

        Assert.NotEqual(0, (await forker.WaitForExitAsync(Token).WaitAsync(Ceiling, Token)).Code);
        Assert.InRange(cgroup.Usage().Pids!.Value, 1, 5);
    }

    [Fact]
    public async Task a_process_that_burns_its_share_is_throttled()
    {
        var cgroup = tree.Ensure("cpu", new CgroupLimits(Cpus: 0.1)).Value;
        using var burner = Spawner.Start(Shell(cgroup, "while :; do :; done")).Value;

        Assert.True(await Eventually.HoldsAsync(() => Throttled(cgroup) > 2, Token));

        Assert.True(cgroup.Usage().CpuTime > TimeSpan.Zero);
    }

    [Fact]
    public async Task a_child_is_born_in_its_cgroup_together_with_all_that_it_forks()
    {
        var cgroup = tree.Ensure("born", new CgroupLimits(Pids: 20)).Value;

        using var parent = Spawner.Start(Shell(cgroup, "sleep 100 & sleep 100 & wait")).Value;

        Assert.True(await Eventually.HoldsAsync(() => cgroup.Usage().Pids == 3, Token));
        Assert.Contains(parent.Pid, cgroup.Pids());
    }

    [Fact]
    public async Task killing_a_cgroup_ends_everything_in_it_and_removes_it()
    {
        var cgroup = tree.Ensure("kill", new CgroupLimits(Pids: 50)).Value;
        using var parent = Spawner.Start(Shell(cgroup, "for n in 1 2 3 4 5; do sh -c 'while :; do sleep 0.01; done' & done; wait")).Value;
        Assert.True(await Eventually.HoldsAsync(() => cgroup.Usage().Pids > 5, Token));

        Assert.True((await cgroup.KillAndRemoveAsync(TimeProvider.System, Token)).IsSuccess);

        Assert.False(cgroup.Exists);
        Assert.Equal(Signals.Kill, (await parent.WaitForExitAsync(Token).WaitAsync(Ceiling, Token)).Signal);
        Assert.True((await cgroup.KillAndRemoveAsync(TimeProvider.System, Token)).IsSuccess);
    }

    [Fact]
    public async Task whoever_kills_a_cgroup_survives_a_thread_of_its_own_in_it()
    {
        var cgroup = tree.Ensure("passed", new CgroupLimits(Pids: 20)).Value;
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leave = new ManualResetEventSlim();
        var passing = new Thread(() =>
        {
            foreach (var folder in cgroup.Folders.Where(CgroupEntry.IsByThread)) Assert.True(CgroupEntry.MoveThread(folder).IsSuccess);
            entered.SetResult();
            leave.Wait(Token);
        });
        passing.Start();
        await entered.Task;

        var removed = cgroup.KillAndRemoveAsync(TimeProvider.System, Token);
        leave.Set();

        Assert.True((await removed).IsSuccess);
        passing.Join();
    }

    private static long Throttled(Cgroup cgroup) => cgroup.Folders
        .Select(folder => CgroupFile.Number(folder, "cpu.stat", "nr_throttled")).Max() ?? 0;

    private static SpawnInput Shell(Cgroup cgroup, string script) =>
        new() { Program = "/bin/sh", Arguments = ["-c", script], Cgroups = cgroup.Folders, Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } };
}
