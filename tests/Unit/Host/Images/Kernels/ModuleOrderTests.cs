using CsCheck;
using Lobsterd.Host.Images.Kernels;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Images.Kernels;

public sealed class ModuleOrderTests
{
    [Fact]
    public void each_module_comes_after_what_it_depends_on() =>
        Assert.Equal(
            ["virtio_ring", "virtio", "virtio_pci", "virtio_blk"],
            ModuleOrder.Sort(["virtio_pci", "virtio_blk"], Modules(("virtio_pci", "virtio virtio_ring"), ("virtio", "virtio_ring"), ("virtio_ring", ""), ("virtio_blk", "virtio"))));

    [Fact]
    public void what_is_built_in_is_left_out() =>
        Assert.Equal(["overlay"], ModuleOrder.Sort(["ext4", "overlay"], Modules(("overlay", "ext4"))));

    [Fact]
    public void a_circle_has_no_order() => Assert.Null(ModuleOrder.Sort(["a"], Modules(("a", "b"), ("b", "c"), ("c", "a"))));

    // Module i depends only on modules with lower numbers, so there is always an order.
    private static readonly Gen<int[][]> Graphs = Gen.Int[1, 20].SelectMany(size => Gen.Int[0, 1_000].Array[0, 5].Array[size]);

    [Fact]
    public void any_graph_without_a_circle_is_loaded_whole_and_in_order() => Graphs.Sample(graph =>
    {
        var modules = graph.Select((edges, i) => (Name: $"m{i}", Needs: i == 0 ? [] : edges.Select(edge => $"m{edge % i}").ToArray()))
            .ToDictionary(module => module.Name, module => new ModuleInfo(module.Needs));

        var order = ModuleOrder.Sort(modules.Keys.Reverse(), modules);

        return order is not null && order.Count == modules.Count
            && order.Select((name, i) => modules[name].DependsOn.All(needed => order.Take(i).Contains(needed))).All(isAfter => isAfter);
    });

    private static Dictionary<string, ModuleInfo> Modules(params (string Name, string Needs)[] modules) =>
        modules.ToDictionary(module => module.Name, module => new ModuleInfo(module.Needs.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
