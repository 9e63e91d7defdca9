using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Mounts;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Cgroups;

public sealed class CgroupHierarchiesTests
{
    private const string Unified = "/sys/fs/cgroup/unified";

    [Fact]
    public void a_version_2_host_has_one_tree_for_all()
    {
        var tree = Assert.Single(Find("cpuset cpu io memory hugetlb pids rdma misc", Mount("cgroup2", "/sys/fs/cgroup")));

        Assert.True(tree.IsUnified);
        Assert.Equal([CgroupController.Memory, CgroupController.Pids, CgroupController.Cpu, CgroupController.CpuAccounting], tree.Controllers);
    }

    [Fact]
    public void a_hybrid_host_has_the_trees_that_limit_and_not_its_empty_unified_one()
    {
        var trees = Find(
            "hugetlb",
            Mount("cgroup", "/sys/fs/cgroup/cpu,cpuacct", "rw", "cpu", "cpuacct"),
            Mount("cgroup", "/sys/fs/cgroup/memory", "rw", "memory"),
            Mount("cgroup", "/sys/fs/cgroup/blkio", "rw", "blkio"),
            Mount("cgroup", "/sys/fs/cgroup/systemd", "rw", "xattr", "name=systemd"),
            Mount("cgroup2", Unified, "rw"));

        Assert.Equal(["/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup/memory"], trees.Select(tree => tree.Target));
        Assert.DoesNotContain(trees, tree => tree.Controllers.Contains(CgroupController.Pids));
    }

    [Fact]
    public void a_tree_that_is_mounted_twice_counts_once() =>
        Assert.Single(Find("", Mount("cgroup", "/a", "rw", "memory"), Mount("cgroup", "/b", "rw", "memory")));

    [Fact]
    public void a_host_without_cgroups_has_none() => Assert.Empty(Find("", Mount("ext4", "/")));

    [Fact]
    public void a_tree_tells_what_no_hierarchy_can_limit()
    {
        Assert.Equal(["memory", "pids", "cpu"], new CgroupTree([], "lobsterd").Missing);
        Assert.Equal(["pids"], new CgroupTree(Find("", Mount("cgroup", "/a", "rw", "memory"), Mount("cgroup", "/b", "rw", "cpu")), "lobsterd").Missing);
        Assert.Empty(new CgroupTree(Find("cpu memory pids", Mount("cgroup2", "/sys/fs/cgroup")), "lobsterd").Missing);
    }

    private static IReadOnlyList<CgroupHierarchy> Find(string unifiedControllers, params MountEntry[] mounts) =>
        CgroupHierarchies.From(mounts, _ => unifiedControllers);

    private static MountEntry Mount(string type, string target, params string[] options) =>
        new(1, 0, "/", target, ["rw"], type, type, options);
}
